"""How `letter_pairs.json` was counted: letters after letters in the words of a language, as costs.

To count again, with `pip install faker django` and a folder of translations (`ky/…/*.mo`) of Django and of programs
that are written with it: `python -m tests.tables.reading.letters.pair_counter FOLDER > letter_pairs.json`.
The words are names from CLDR (Babel), the names of people, places and jobs in Faker, and the texts of the translations.
"""

from __future__ import annotations

import gettext
import importlib
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from babel import Locale

from roundtable_cli.tables.reading.letters.letter_pairs import CHINESE, DIGITS, EDGE, END, PLAIN, WIDE, WORD_KINDS

PLAIN_LETTERS = "abcdefghijklmnopqrstuvwxyz"
IN_OTHER_SCRIPTS = "ru uk ky kk tg uz ar fa ur".split()
IN_LATIN = "fr de es pt it sv fi da is et sq pl cs sk hr hu ro tr".split()
LOCALES = {"uz": "uz_Cyrl"}  # other texts of the language are in Latin
FAKER_PARTS = "person address job company lorem color date_time".split()
# How commas below were written where an encoding has only cedillas.
ROMANIAN = str.maketrans("șț", "şţ")
_WORD = re.compile(r"[^\W\d_ªº]+")
_PLACEHOLDER = re.compile(r"%\([^)]*\)[a-z]|%[a-z]|\{[^}]*\}|<[^>]*>")
_RARE_SHARES = {True: 0.0003, False: 0.002}  # letters that are rarer belong to foreign names
_PRIOR = 6  # pairs by which what was counted is made smooth


def count_language(words: Mapping[str, int], *, is_latin: bool) -> dict[str, Any]:
    """The costs of a language, from its words and how often each stands in the texts."""
    pairs = Counter[tuple[str, str]]()
    for word, times in words.items():
        if is_latin or not word.isascii():
            for pair in zip(EDGE + word, word + EDGE, strict=True):
                pairs[pair] += 1 + math.log2(times)  # type: ignore[assignment] # a count may be a fraction
    counts = Counter[str]()
    for (_, letter), times in pairs.items():
        counts[letter] += times
    wide = {letter: times for letter, times in counts.items() if letter not in PLAIN_LETTERS + EDGE}
    letters = sorted(
        letter for letter, times in wide.items() if times > sum(wide.values()) * _RARE_SHARES[not is_latin]
    )
    plain = {letter: counts[letter] + 1 for letter in PLAIN_LETTERS}
    before = [EDGE, *(PLAIN_LETTERS if is_latin else ""), *letters]
    return {
        "letters": "".join(letters),
        "next": {first: _row(pairs, first, {letter: wide[letter] for letter in letters}) for first in before},
        **({"ascii": {first: _row(pairs, first, plain) for first in letters}} if is_latin else {}),
        "kind": _count_kinds(pairs, letters),
    }


def _row(pairs: Mapping[tuple[str, str], float], first: str, counts: Mapping[str, float]) -> str:
    """The cost of each letter after the first one, among letters of its kind."""
    total, known = sum(counts.values()), sum(pairs.get((first, letter), 0) for letter in counts)
    shares = {letter: times / total for letter, times in counts.items()}
    return "".join(
        _digit((pairs.get((first, letter), 0) + _PRIOR * share) / (known + _PRIOR) * 0.98 + 0.02 * share)
        for letter, share in shares.items()
    )


def _count_kinds(pairs: Mapping[tuple[str, str], float], letters: Iterable[str]) -> dict[str, str]:
    """The cost of each kind of what follows a letter beyond ASCII."""
    by_letter = {first: Counter[str]() for first in letters}
    for (first, letter), times in pairs.items():
        if first in by_letter:
            kind = END if letter == EDGE else PLAIN if letter in PLAIN_LETTERS else WIDE
            by_letter[first][kind] += times  # type: ignore[assignment] # a count may be a fraction
    whole = sum(by_letter.values(), Counter[str]())
    shares = {kind: (whole[kind] + 2) / (whole.total() + 6) for kind in WORD_KINDS}
    return {
        first: "".join(_digit((counts[kind] + 4 * share) / (counts.total() + 4)) for kind, share in shares.items())
        for first, counts in by_letter.items()
    }


def count_chinese(words: Mapping[str, int]) -> dict[str, dict[str, str]]:
    """The characters that are in more than one word, by their cost in half bits."""
    counts = Counter[str]()
    for word, times in words.items():
        for character in word:
            if "\u4e00" <= character <= "\u9fff":
                counts[character] += 1 + math.log2(times)  # type: ignore[assignment] # a count may be a fraction
    rows = dict[str, str]()
    for character, times in counts.most_common():
        if times >= 2:
            cost = str(round(-2 * math.log2(0.8 * times / counts.total())))
            rows[cost] = rows.get(cost, "") + character
    return {"costs": rows}


def _digit(share: float) -> str:
    return DIGITS[min(len(DIGITS) - 1, max(0, round(-2 * math.log2(share))))]


def collect_words(language: str, translations: Path) -> Counter[str]:
    """The words of a language in small letters, and how often each stands in the texts."""
    texts = [*_cldr_texts(language)]
    if language not in LOCALES:
        texts += [*_faker_texts(language), *_translated_texts(language, translations)]
    words = Counter(word.lower() for text in texts for word in _WORD.findall(text))
    return Counter({word.translate(ROMANIAN): times for word, times in words.items()}) if language == "ro" else words


def _cldr_texts(language: str) -> Iterator[str]:
    locale: Any = Locale.parse(LOCALES.get(language, language))
    for names in (locale.territories, locale.languages, locale.scripts, locale.currencies, locale.variants):
        yield from map(str, names.values())
    for contexts in (locale.months, locale.days, locale.quarters):
        yield from (name for widths in contexts.values() for names in widths.values() for name in names.values())
    yield from (zone["city"] for zone in locale.time_zones.values() if "city" in zone)


def _faker_texts(language: str) -> Iterator[str]:
    providers = importlib.import_module("faker.providers")
    for folder in Path(str(providers.__file__)).parent.glob(f"*/{language}*"):
        if folder.parent.name in FAKER_PARTS and (folder.name + "_").startswith(f"{language}_"):
            module = importlib.import_module(f"faker.providers.{folder.parent.name}.{folder.name}")
            held = (value for name, value in vars(module.Provider).items() if not name.startswith("_"))
            yield from (text for text in _flatten([*held]) if "{" not in text and not text.isascii())


def _flatten(held: object) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    elif isinstance(held, dict | list | tuple | set):
        for item in held:
            yield from _flatten(item)


def _translated_texts(language: str, translations: Path) -> Iterator[str]:
    for path in translations.rglob("*.mo"):
        if {language, f"{language}_Hans"} & {*path.parts}:
            with path.open("rb") as file:
                catalogue: dict[str, str] = vars(gettext.GNUTranslations(file))["_catalog"]
            yield from (_PLACEHOLDER.sub(" ", text) for key, text in catalogue.items() if key)


if __name__ == "__main__":
    found = {name: collect_words(name, Path(sys.argv[1])) for name in (*IN_OTHER_SCRIPTS, *IN_LATIN, CHINESE)}
    counted = {name: count_language(found[name], is_latin=name in IN_LATIN) for name in (*IN_OTHER_SCRIPTS, *IN_LATIN)}
    sys.stdout.write(json.dumps(counted | {CHINESE: count_chinese(found[CHINESE])}, ensure_ascii=False, indent=0))
