"""Latin and Cyrillic letters that look alike: which letters of a text are of the wrong alphabet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

CYRILLIC, LATIN = "Cyrillic", "Latin"
# Letter by letter: a small в is not mistaken for a b, nor a small н for an h. Ү, Ө and Һ are Kyrgyz, Kazakh and Tatar.
# Unicode's own table (UTS 39) lacks six of these, and has pairs that nobody here types for each other: г and r.
LATIN_LOOKALIKES = dict(zip("АВЕЅІЈКМНОРСТУХҮӨҺӘаеѕіјкорсухүөһә", "ABESIJKMHOPCTYXYƟHƏaesijkopcyxyɵhə", strict=True))
# The other way, only to letters that Russian and Kyrgyz have.
CYRILLIC_LOOKALIKES = {latin: letter for letter, latin in LATIN_LOOKALIKES.items() if letter not in "ЅІЈҮӨҺӘѕіјүөһә"}
_LATIN_LETTER = re.compile("[A-Za-zÀ-ɏəɵ]")
_CYRILLIC_LETTER = re.compile("[\u0400-\u052f]")
_LETTER_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"[0-9]+")
_ROMAN_NUMERAL = re.compile("[IVX]{2,}")


def are_confusable(one: str, other: str) -> bool:
    """Whether two texts differ only in letters of the two alphabets that look alike, and in case."""
    return len(one) == len(other) and all(map(_are_letters_alike, one, other))


def foreign_letters(one: str, other: str) -> str:
    """The letters of `one` that stand where `other` has one of the other alphabet, each once."""
    pairs = zip(one, other, strict=True)
    return "".join(dict.fromkeys(left for left, right in pairs if left.upper() != right.upper()))


def detect_script(letters: str) -> str:
    """The alphabet of some letters that are all of one."""
    return CYRILLIC if _CYRILLIC_LETTER.search(letters) else LATIN


def other_script(script: str) -> str:
    """The other of the two alphabets."""
    return LATIN if script == CYRILLIC else CYRILLIC


def count_foreign_letters(text: str, usual: str) -> int:
    """How many letters of a text are of the other alphabet than is usual."""
    return len((_LATIN_LETTER if usual == CYRILLIC else _CYRILLIC_LETTER).findall(text))


def main_script(texts: str) -> str:
    """The alphabet that most letters are of."""
    return CYRILLIC if len(_CYRILLIC_LETTER.findall(texts)) > len(_LATIN_LETTER.findall(texts)) else LATIN


def find_mixed_words(texts: Iterable[str]) -> dict[str, str]:
    """Texts with a word that mixes the alphabets, and its letters that look like those of the other.

    Only where more texts, and at least two, are written wholly in the alphabet that the word should be in.
    """
    words = {
        text: mixed
        for text in texts
        if _mixes_scripts(text) and (mixed := list(filter(_mixes_scripts, _split_words(text))))
    }
    pure = Counter(_single_script(text) for text in texts) if words else Counter()
    odd: dict[str, str] = {}
    for text, mixed in words.items():
        readings = [(pure[script], letters) for word in mixed for script, letters in _possible_scripts(word)]
        most, letters = max(readings, default=(0, ""))
        if most >= 2 and most > len(words):
            odd[text] = letters
    return odd


def find_odd_codes(texts: Iterable[str]) -> dict[str, str]:
    """Codes whose letters look like those of more other codes, and are of the other alphabet: these letters.

    Codes are alike in all but their digits: the А of А-007 among A-001 to A-100.
    """
    texts = list(texts)
    kinds = _DIGITS.sub("0", "\n".join(texts).upper()).split("\n")
    spelled: dict[str, dict[str, int]] = {}
    for kind, number in Counter(kinds).items():
        if " " not in kind and "0" in kind:
            spelled.setdefault(_to_latin(kind), {})[kind] = number
    usual = {
        kind: _usual_code(kind, spellings) for spellings in spelled.values() if len(spellings) > 1 for kind in spellings
    }
    odd = {kind: foreign_letters(kind, as_usual) for kind, as_usual in usual.items() if kind != as_usual}
    return {text: odd[kind] for text, kind in zip(texts, kinds, strict=True) if kind in odd} if odd else {}


def has_both_scripts(texts: str) -> bool:
    """Whether some text, or many in one, has letters of both alphabets: if not, none is odd."""
    return not texts.isascii() and _mixes_scripts(texts)


def _usual_code(kind: str, spelled: Mapping[str, int]) -> str:
    """The commonest way to write a kind of code, if it can be mistaken for this one."""
    commonest = min(spelled, key=lambda other: (-spelled[other], other))
    return commonest if are_confusable(kind, commonest) else kind


def _to_latin(text: str) -> str:
    """A text with Latin letters for the Cyrillic ones that look like them."""
    return "".join(LATIN_LOOKALIKES.get(letter, letter) for letter in text)


def _are_letters_alike(one: str, other: str) -> bool:
    """Whether two letters are the same but for case, or of the two alphabets and look the same."""
    if one.upper() == other.upper():
        return True
    if bool(_CYRILLIC_LETTER.match(one)) == bool(_CYRILLIC_LETTER.match(other)):
        return False
    return LATIN_LOOKALIKES.get(one, one).upper() == LATIN_LOOKALIKES.get(other, other).upper()


def _mixes_scripts(text: str) -> bool:
    return bool(_LATIN_LETTER.search(text) and _CYRILLIC_LETTER.search(text))


def _split_words(text: str) -> list[str]:
    return _LETTER_WORD.findall(text)


def _single_script(text: str) -> str:
    """The one alphabet that a text is written in, if it is."""
    latin, cyrillic = _LATIN_LETTER.search(text), _CYRILLIC_LETTER.search(text)
    return "" if bool(latin) == bool(cyrillic) else LATIN if latin else CYRILLIC


def _possible_scripts(word: str) -> Iterator[tuple[str, str]]:
    """The alphabets that a mixed word can be wholly written in, with the letters that would have to change."""
    latin, cyrillic = _LATIN_LETTER.findall(word), _CYRILLIC_LETTER.findall(word)
    if all(letter in CYRILLIC_LOOKALIKES for letter in latin) and not _ROMAN_NUMERAL.fullmatch("".join(latin)):
        yield CYRILLIC, "".join(dict.fromkeys(latin))
    if all(letter in LATIN_LOOKALIKES for letter in cyrillic):
        yield LATIN, "".join(dict.fromkeys(cyrillic))
