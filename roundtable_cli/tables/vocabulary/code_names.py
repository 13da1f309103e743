"""Codes for indicators and dimensions, made of the names of tables and columns, Cyrillic ones in Latin letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from roundtable_cli.tables.vocabulary import headings

# Russian and Kyrgyz letters in Latin ones, as passports have most of them: ж zh, х h, ю iu, ң ng, ө o. By hand, because
# the libraries for it are large and leave apostrophes for ь and ъ, drop the g of ң, or do not know Kyrgyz.
_CYRILLIC = dict(zip("абвгдезийклмнопрстуфыэөү", "abvgdeziiklmnoprstufyeou", strict=True))
_CYRILLIC |= {"ё": "e", "ж": "zh", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": ""}
_CYRILLIC |= {"ю": "iu", "я": "ia", "ң": "ng", "і": "i", "ғ": "g", "қ": "k", "ұ": "u", "һ": "h", "ә": "a", "№": "no"}
_CYRILLIC |= {"%": " percent ", "ı": "i", "ł": "l", "ø": "o", "æ": "ae"}
_TRANSLITERATION = str.maketrans(_CYRILLIC)
MAX_CODE_LENGTH = 40
MAX_STEM_LENGTH = 24  # letters of the part of a code that is of a heading


def make_code(*names: str) -> str:
    """A code of the words of some names, "" where they have no letter that is known: `Код участника`, `kod_uchastnika`.

    It matches `[a-z][a-z0-9_]*` and is at most `MAX_CODE_LENGTH` long, ending with a whole word.
    """
    words = [word for name in names for word in re.findall("[a-z0-9]+", _transliterate_name(name))]
    while len("_".join(words)) > MAX_CODE_LENGTH and len(words) > 1:
        words.pop()
    joined = "_".join(words)[:MAX_CODE_LENGTH]
    return f"n{joined}" if joined[:1].isdigit() else joined


def _transliterate_name(name: str) -> str:
    """Small Latin letters for the letters of the table; others lose their accents."""
    letters = unicodedata.normalize("NFC", name).casefold().translate(_TRANSLITERATION)
    return "".join(letter for letter in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(letter))


def shorten_heading(heading: str) -> str:
    """The words of a heading that are enough for a code: of a long question the first few that say what it is about.

    Of `group/question` the question is taken, and what stands in brackets is left out, where words are left then.
    """
    question = re.sub(r"^(?:[^/]{2,}/)+(?=[^/]{2,})", "", heading)
    if len(make_code(question)) <= MAX_STEM_LENGTH:
        return heading if len(make_code(heading)) <= MAX_STEM_LENGTH else question
    words = headings.heading_words(re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", question)) or headings.heading_words(
        question
    )
    telling = [word for word in words if not headings.heading_kinds(word) & {"glue", "question"}] or [*words]
    while len(telling) > 1 and len(make_code(" ".join(telling))) > MAX_STEM_LENGTH:
        telling.pop()
    return " ".join(telling)


class UniqueCodes:
    """Codes that are given out, each once."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {*taken}
        # By code wanted, the number with which the next search begins: thousands of headings may want the same.
        self._next_numbers: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        """The code wanted, or the first of it with a number, `sum_2`, that is not taken. It is taken then."""
        number, code = self._next_numbers.get(wanted, 2), wanted
        while code in self._taken:
            code, number = f"{wanted}_{number}", number + 1
        self._taken.add(code)
        self._next_numbers[wanted] = number
        return code
