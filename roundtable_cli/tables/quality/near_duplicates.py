"""Texts of a column that look like a commoner one and are another: slips of the alphabet, of spelling, of a letter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from roundtable_cli.errors import Finding, row_told
from roundtable_cli.tables.profiling.column_profile import Column
from roundtable_cli.tables.profiling.headings import alike
from roundtable_cli.tables.quality import confusables, normalization

PROSE = 40  # characters on average: texts as long, and mostly different, are no categories
CATEGORIES, RECURRING = 500, 2  # different texts at most, each in so many rows on average
LETTERS = 5  # at least, in a word of which one may be wrong
COMMONER = 5  # times as many rows as the slip has
RARE = 0.02  # of the filled cells at most has the slip, or two cells
REMEDY = "write both the same way, if they mean the same"
_BEFORE, _AFTER = re.compile(r"[^\W_]*$"), re.compile(r"[^\W_]*")
_MARKS = "-' ."


class Slip(NamedTuple):
    """A text that is likely a slip of another (of none, where its letters alone tell), and how it differs, in words.

    The words name the other text as `{other}`, and the letters that are wrong as `{letters}`.
    """

    text: str
    other: str
    words: str
    letters: str = ""


def near_duplicates(column: Column) -> Iterator[Finding]:
    """Texts that look like a commoner one and are another: each once, at its first row."""
    slips = list(_slips(column)) if _is_spelled(column) else []
    places = column.places({text for slip in slips for text in (slip.text, slip.other)}) if slips else {}
    for slip in slips:
        here, other, letters = places[slip.text], "", f' ("{slip.letters}")'
        if column.field.personal:
            other, letters = f"that in {row_told(places[slip.other], here)}" if slip.other else "", ""
        elif slip.other:
            other = column.shown(slip.other)
        fault = f"{column.shown(slip.text)} {slip.words.format(other=other, letters=letters)}"
        yield column.warning("near-duplicate", here, fault, REMEDY if slip.other else "write it in one alphabet")


def one_letter(one: str, other: str) -> bool:
    """Whether two texts differ in one letter too many or wrong, or in two changed about, as slips do.

    The word that it is in has five letters or more, begins with the same one, and does not end with another, nor with
    an "a" more: trainee and trainer, Асанов and Асанова are other words. So are words with digits.
    """
    start = alike(one, other)
    end = min(alike(one[::-1], other[::-1]), len(one) - start, len(other) - start)
    mine, theirs = one[start : len(one) - end], other[start : len(other) - end]
    before, after = _BEFORE.findall(one[:start])[0], _AFTER.match(one[len(one) - end :])
    tail = after[0] if after else ""
    if not before.isalpha() or not (before + tail).isalpha() or len(before + tail) + 1 < LETTERS:
        return False
    if len(mine) == len(theirs) == 2:
        return mine == theirs[::-1] and mine.isalpha()
    if len(mine + theirs) == 1 and not tail:
        return (mine + theirs).isalpha() and (mine + theirs).casefold() not in "aа"
    wrong = mine + theirs
    return (
        max(len(mine), len(theirs)) == 1 and bool(tail) and (wrong.isalpha() or all(mark in _MARKS for mark in wrong))
    )


def _is_spelled(column: Column) -> bool:
    """Whether a column holds names, codes or categories that its own rows spell: prose and declared values are none."""
    field, counts = column.field, column.counts
    if field.type != "string" or field.declared or field.ambiguous or len(counts) < 2:
        return False
    return sum(map(len, counts)) < PROSE * len(counts) or len(counts) * 2 < column.filled


def _slips(column: Column) -> Iterator[Slip]:
    """The slips of a column, each text once: by its key, by its letters, and by one letter where it is a category."""
    counts = column.counts
    both = confusables.have_both("\n".join(counts))  # elsewhere no letter can be taken for one of the other alphabet
    keys = normalization.keys(counts, alike=both)
    known: set[str] = set()
    slips = [*_alike(counts, keys), *(_by_alphabet(counts) if both else ())]
    if not column.field.personal:  # names a letter apart are people
        slips += _misspelled(counts, keys)
    for slip in slips:
        if slip.text not in known and (slip.other or slip.text not in {other.other for other in slips}):
            known.add(slip.text)
            yield slip


def _alike(counts: Mapping[str, int], keys: Sequence[str]) -> Iterator[Slip]:
    """Texts that have the key of a commoner one."""
    if len({*keys}) == len(keys):
        return
    shared = {key for key, times in Counter(keys).items() if times > 1}
    groups: dict[str, list[str]] = {}
    for text, key in zip(counts, keys, strict=True):
        if key in shared and any(map(str.isalpha, text)):
            groups.setdefault(key, []).append(text)
    usual = confusables.usual("".join(counts)) if groups else ""
    for group in groups.values():
        commonest, *others = sorted(
            group, key=lambda text: (-counts[text], confusables.strange(text, usual), len(text), text)
        )
        for text in others:
            yield from _told_apart(text, commonest)


def _told_apart(text: str, other: str) -> Iterator[Slip]:
    """How a text differs from one with the same key; none, where it may well be meant as it is."""
    mine, theirs = normalization.plain(text), normalization.plain(other)
    if mine.upper() == theirs.upper():
        ways = normalization.differences(text, other)
        if "capitals" not in ways or not any(map(normalization.is_cased_code, (text, other))):
            yield Slip(text, other, f"differs from {{other}} only in {' and '.join(ways)}")
    elif confusables.are_alike(mine, theirs):
        letters = confusables.foreign(mine, theirs)
        yield Slip(text, other, f"{_has(letters)} where {{other}} has {_not(letters)} ones like them", letters)


def _by_alphabet(counts: Mapping[str, int]) -> Iterator[Slip]:
    """Texts with letters of the wrong alphabet, as the column's other texts show."""
    for text, letters in confusables.odd_words(counts).items():
        yield Slip(text, "", f"{_has(letters)} in a {_not(letters)} word", letters)
    for text, letters in confusables.odd_codes(counts).items():
        yield Slip(text, "", f"{_has(letters)} where other codes have {_not(letters)} ones like them", letters)


def _has(letters: str) -> str:
    return f"has {confusables.script(letters)} letters{{letters}}"


def _not(letters: str) -> str:
    return confusables.other(confusables.script(letters))


def _misspelled(counts: Mapping[str, int], keys: Sequence[str]) -> Iterator[Slip]:
    """Categories one letter away from a far commoner one."""
    filled = sum(counts.values())
    if len(counts) > CATEGORIES or len(counts) * RECURRING > filled:
        return
    rows, spelled = Counter[str](), dict[str, str]()
    for text, key in sorted(zip(counts, keys, strict=True), key=lambda pair: (-counts[pair[0]], pair[0])):
        rows[key] += counts[text]
        spelled.setdefault(key, text)
    meant: dict[str, str] = {}
    for common, rare in _near(sorted(rows, key=lambda key: (-rows[key], key))):
        if rows[common] >= COMMONER * rows[rare] and rows[rare] <= max(2, RARE * filled) and one_letter(common, rare):
            meant.setdefault(rare, common)
    for rare, common in meant.items():
        yield Slip(spelled[rare], spelled[common], "differs from {other} in one letter")


def _near(keys: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of keys, the earlier first, that have something in common when each is left without a letter or whole.

    All that are a letter apart are among them, and few others: no key is compared with each of the others.
    """
    left: dict[str, list[str]] = {}
    for key in keys:
        for rest in {key, *(key[:at] + key[at + 1 :] for at in range(len(key)))}:
            left.setdefault(rest, []).append(key)
    found = {pair for near in left.values() for pair in combinations(near, 2)}
    order = {key: at for at, key in enumerate(keys)}
    return iter(sorted(found, key=lambda pair: (order[pair[0]], order[pair[1]])))
