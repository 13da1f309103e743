"""Texts of a column that look like a commoner one and are another: slips of the alphabet, of spelling, of a letter."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from roundtable_cli.errors import Finding, row_reference
from roundtable_cli.finding_codes import NEAR_DUPLICATE
from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.quality import confusables, normalization
from roundtable_cli.tables.values.common_prefix import common_prefix_length

MIN_PROSE_LENGTH = 40  # characters on average: texts as long, and mostly different, are no categories
MAX_CATEGORIES, MIN_ROWS_PER_TEXT = 500, 2  # different texts at most, each in so many rows on average
MIN_TYPED_LETTERS = 4  # at least, of texts that differ in a letter that some keyboards lack
MAX_CATEGORY_LETTERS = 100  # of texts that are compared letter by letter: for each letter another text is made
MIN_WORD_LETTERS = 5  # at least, in a word of which one may be wrong
COMMONER_RATIO = 5  # times as many rows as the slip has
MAX_SLIP_SHARE = 0.02  # of the filled cells at most has the slip, or two cells
SPELLING_REMEDY = "if they mean the same, use one spelling"
_WORD_BEFORE, _WORD_AFTER = re.compile(r"[^\W_]*$"), re.compile(r"[^\W_]*")
_INNER_MARKS = "-' ."


class SpellingSlip(NamedTuple):
    """A text that is likely a slip of another (of none, where its letters alone tell), and how it differs, in words.

    The words name the other text as `{other}`, and the letters that are wrong as `{letters}`.
    """

    text: str
    intended_text: str
    description: str
    wrong_letters: str = ""


def find_near_duplicates(
    column: ColumnProfile,
    is_declared: Callable[[str], bool] = lambda text: False,  # noqa: ARG005 - nothing is declared
) -> Iterator[Finding]:
    """Texts that look like a commoner one and are another: each once, at its first row.

    Of two texts that are both declared somebody has said already whether they mean the same.
    """
    slips = list(_find_slips(column)) if _may_have_slips(column) else []
    slips = [slip for slip in slips if not all(map(is_declared, filter(None, (slip.text, slip.intended_text))))]
    places = column.find_first_places({text for slip in slips for text in (slip.text, slip.intended_text)})
    for slip in slips:
        here, other, letters = places[slip.text], "", f' ("{slip.wrong_letters}")'
        if column.field.personal:
            other = f"that in {row_reference(places[slip.intended_text], here)}" if slip.intended_text else ""
            letters = ""
        elif slip.intended_text:
            other = column.quote_text(slip.intended_text)
        fault = f"{column.quote_text(slip.text)} {slip.description.format(other=other, letters=letters)}"
        remedy = SPELLING_REMEDY if slip.intended_text else "write all letters in one alphabet"
        yield column.make_warning(NEAR_DUPLICATE, here, fault, remedy)


def find_twin_spellings(column: ColumnProfile) -> Iterator[tuple[str, str]]:
    """Pairs of texts that are the same but for capitals, spaces, alphabets and the like; the likely slip first.

    One letter more or less makes another text here.
    """
    if _may_have_slips(column):
        counts = column.text_counts
        both = confusables.has_both_scripts("\n".join(counts))
        yield from ((slip.text, slip.intended_text) for slip in _slips_by_key(counts, _spelling_keys(counts, both)))


def differ_in_one_letter(one: str, other: str) -> bool:
    """Whether two texts differ in one letter too many or wrong, or in two changed about, as slips do.

    The word that it is in has five letters or more, begins with the same one, and does not end with another, nor with
    an "a" more: trainee and trainer, Асанов and Асанова are other words. So are words with digits.
    """
    start = common_prefix_length(one, other)
    end = min(common_prefix_length(one[::-1], other[::-1]), len(one) - start, len(other) - start)
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    before, after = _WORD_BEFORE.findall(one[:start])[0], _WORD_AFTER.match(one[len(one) - end :])
    tail = after[0] if after else ""
    if not before.isalpha() or not (before + tail).isalpha() or len(before + tail) + 1 < MIN_WORD_LETTERS:
        return False
    if len(left) == len(right) == 2:
        return left == right[::-1] and left.isalpha()
    wrong = left + right
    if len(wrong) == 1 and not tail:
        return wrong.isalpha() and wrong.casefold() not in "aа"  # Latin and Cyrillic: women's surnames end so
    return (
        max(len(left), len(right)) == 1
        and bool(tail)
        and (wrong.isalpha() or all(mark in _INNER_MARKS for mark in wrong))
    )


def _may_have_slips(column: ColumnProfile) -> bool:
    """Whether a column holds names, codes or categories that its own rows spell: prose and declared values are none."""
    field, counts = column.field, column.text_counts
    if field.type != "string" or field.declared_values or field.ambiguous or len(counts) < 2:
        return False
    return sum(map(len, counts)) < MIN_PROSE_LENGTH * len(counts) or len(counts) * 2 < column.filled_count


def _find_slips(column: ColumnProfile) -> Iterator[SpellingSlip]:
    """The slips of a column, each text once: by its key, by its letters, and by one letter where it is a category."""
    counts = column.text_counts
    # Where all texts are in one alphabet, no letter can be taken for one of the other.
    both = confusables.has_both_scripts("\n".join(counts))
    known: set[str] = set()
    slips = [*_slips_by_key(counts, _spelling_keys(counts, both)), *(_slips_by_alphabet(counts) if both else ())]
    if not column.field.personal:  # names a letter apart are people
        slips += _slips_by_letter(counts, both)
    for slip in slips:
        if slip.text not in known and (slip.intended_text or slip.text not in {other.intended_text for other in slips}):
            known.add(slip.text)
            yield slip


def _spelling_keys(counts: Mapping[str, int], both: bool) -> list[str]:
    """The key of each text: those of one key are one text in several ways; `both` says that there are two alphabets."""
    without = [] if len({*map(len, counts)}) > 1 else [normalization.LEADING_ZEROS]
    return normalization.normalize_texts(counts, both, without)


def _slips_by_key(counts: Mapping[str, int], keys: Sequence[str]) -> Iterator[SpellingSlip]:
    """Texts that have the key of a commoner one."""
    if len({*keys}) == len(keys):
        return
    shared = {key for key, times in Counter(keys).items() if times > 1}
    groups: dict[str, list[str]] = {}
    for text, key in zip(counts, keys, strict=True):
        if key in shared:
            groups.setdefault(key, []).append(text)
    usual = confusables.main_script("".join(counts)) if groups else ""
    for group in groups.values():
        commonest, *others = sorted(group, key=lambda text: (-counts[text], *_slip_signs(text, usual), len(text), text))
        for text in others:
            yield from _slip_between(text, commonest)


def _slip_signs(text: str, usual: str) -> tuple[int, int]:
    """What makes a text the slip of two that are as common: letters of the other alphabet, and none such as `ө`."""
    meant = sum(letter in normalization.MEANT_LETTERS for letter in text)
    return confusables.count_foreign_letters(text, usual), -meant


def _slip_between(text: str, other: str) -> Iterator[SpellingSlip]:
    """How a text differs from one with the same key; none, where it may well be meant as it is."""
    for letters in (False, True):  # ө is told from о first: a Latin ɵ for it is then of the other alphabet
        left, right = (normalization.normalize_except_case(one, letters) for one in (text, other))
        if left.upper() == right.upper():
            ways = normalization.describe_differences(text, other)
            if not _may_be_meant(text, other, ways, letters):
                yield SpellingSlip(text, other, f"differs from {{other}} only in {' and '.join(ways)}")
            return
        if confusables.are_confusable(left, right):
            foreign = confusables.foreign_letters(left, right)
            twin = f"{{other}} has {_other_script_name(foreign)} letters that look the same"
            yield SpellingSlip(text, other, f"{_has_script_letters(foreign)}, but {twin}", foreign)
            return


def _may_be_meant(text: str, other: str, ways: Sequence[str], letters: bool) -> bool:
    """Whether two texts that differ in such ways may well be two: by capitals in a code, by other marks among digits.

    So are short words that differ in `letters` which some keyboards lack: үч is three, and уч is an end.
    """
    if "capitals" in ways and any(map(normalization.is_cased_code, (text, other))):
        return True
    if letters and sum(map(str.isalpha, text)) < MIN_TYPED_LETTERS:
        return True
    return not any(map(str.isalpha, text)) and not {*ways} <= normalization.NUMBER_DIFFERENCES


def _slips_by_alphabet(counts: Mapping[str, int]) -> Iterator[SpellingSlip]:
    """Texts with letters of the wrong alphabet, as the column's other texts show."""
    for text, letters in confusables.find_mixed_words(counts).items():
        yield SpellingSlip(text, "", f"{_has_script_letters(letters)} in a {_other_script_name(letters)} word", letters)
    for text, letters in confusables.find_odd_codes(counts).items():
        twins = f"other codes have {_other_script_name(letters)} letters that look the same"
        yield SpellingSlip(text, "", f"{_has_script_letters(letters)}, but {twins}", letters)


def _has_script_letters(letters: str) -> str:
    """`has Cyrillic letters{letters}`: what stands for the letters is filled in where they may be printed."""
    return f"has {confusables.detect_script(letters)} letters{{letters}}"


def _other_script_name(letters: str) -> str:
    return confusables.other_script(confusables.detect_script(letters))


def _slips_by_letter(counts: Mapping[str, int], alike: bool) -> Iterator[SpellingSlip]:
    """Categories one letter away from a far commoner one. Words are told by the hyphens and spaces between them."""
    filled = sum(counts.values())
    if len(counts) > MAX_CATEGORIES or len(counts) * MIN_ROWS_PER_TEXT > filled:
        return
    keys = normalization.normalize_texts(counts, alike, [normalization.HYPHENS])
    rows, spelled = Counter[str](), dict[str, str]()
    for text, key in sorted(zip(counts, keys, strict=True), key=lambda pair: (-counts[pair[0]], pair[0])):
        rows[key] += counts[text]
        spelled.setdefault(key, text)
    meant: dict[str, str] = {}
    short = (key for key in rows if len(key) <= MAX_CATEGORY_LETTERS)
    for common, rare in _near_pairs(sorted(short, key=lambda key: (-rows[key], key))):
        is_rare = rows[common] >= COMMONER_RATIO * rows[rare] and rows[rare] <= max(2, MAX_SLIP_SHARE * filled)
        if is_rare and differ_in_one_letter(common, rare):
            meant.setdefault(rare, common)
    for rare, common in meant.items():
        yield SpellingSlip(spelled[rare], spelled[common], "differs from {other} in one letter")


def _near_pairs(keys: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of keys, the earlier first, that have something in common when each is left without a letter or whole.

    All that are a letter apart are among them, and few others: no key is compared with each of the others.
    """
    by_rest = defaultdict[str, list[str]](list)
    for key in keys:
        for rest in {key, *(key[:at] + key[at + 1 :] for at in range(len(key)))}:
            by_rest[rest].append(key)
    pairs = {pair for near in by_rest.values() for pair in combinations(near, 2)}
    order = {key: position for position, key in enumerate(keys)}
    return iter(sorted(pairs, key=lambda pair: (order[pair[0]], order[pair[1]])))
