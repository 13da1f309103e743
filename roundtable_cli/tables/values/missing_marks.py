"""What people write in a cell that has no value: `N/A`, `нет данных`, a dash, -99; and in which columns it is none.

A mark alone may prove nothing: NA is also Namibia, нет is also an answer, and 99 is also a number of people. The other
texts of the column decide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping

# In small letters, ё as е. These stand for no value wherever they are written.
_SURE_MARKS = frozenset(
    "n/a|#n/a|n.a.|n.a|n/d|n/k|null|<null>|nan|nil|tbd|tbc|tba|?|??|???|.|..|...|…|-|–|—|--|---|----|_|__|___|"
    "unknown|not known|not available|not applicable|not recorded|not specified|not stated|not given|not provided|"
    "not reported|unspecified|undefined|missing|no data|no info|no information|no answer|no response|blank|empty|"
    "нет данных|нет инф|нет информации|нет сведений|нет ответа|данных нет|не указано|не указан|не указана|не указаны|"
    "to be confirmed|to be determined|to be announced|object object|уточняется|уточнить|такталууда|"
    "не известно|неизвестно|неизвестен|неизвестна|не применимо|неприменимо|не заполнено|не определено|не имеется|"
    "отсутствует|отсутствуют|н/д|н/а|н.д.|н.д|б/д|без данных|прочерк|"
    "белгисиз|маалымат жок|маалыматы жок|көрсөтүлгөн эмес|көрсөтүлгөн жок|жазылган эмес|такталган эмес|билинбейт".split(
        "|"
    )
)
_ANSWER_MARKS = frozenset("no|none|нет|нету|жок".split("|"))  # beside other answers they are one
_CODE_MARKS = frozenset({"na"})  # beside other codes of two or three letters it is one
_ID_MARKS = frozenset("0|00|000|0000|-1|-99|-999".split("|"))  # beside ids that are no numbers
_AFFIRMATIONS = frozenset("yes|y|true|да|ооба|есть|бар|ok|has".split("|"))
_TICKS = frozenset("+|++|x|х|v|✓|✔|√|☑|1".split("|"))  # beside them a dash is an answer: present, absent
_DASHES = frozenset("-–—")
POSSIBLE_MARKS = _SURE_MARKS | _ANSWER_MARKS | _CODE_MARKS | _ID_MARKS
EDGE_CHARACTERS = " \t\u00a0()[]<>\"'«»"  # what may stand around a mark
_SHORT_CODE = re.compile(r"[A-Z]{2,3}")
MAX_MARK_BYTES = 48  # of UTF-8: no mark is longer, with what stands around it
# Numbers that surveys put for "does not know", "refused" and "not asked".
NEGATIVE_SENTINELS = frozenset([-1, -9, -77, -88, -97, -98, -99, -777, -888, -997, -998, -999, -8888, -9998, -9999])
POSITIVE_SENTINELS = frozenset([77, 88, 97, 98, 99, 777, 888, 997, 998, 999, 8888, 9998, 9999, 99999])
POSSIBLE_SENTINELS = NEGATIVE_SENTINELS | POSITIVE_SENTINELS | {0}  # which are told by the rows of all numbers
_SENTINEL_TEXTS = frozenset(map(str, NEGATIVE_SENTINELS | POSITIVE_SENTINELS))
_MIN_DISTANCE = 3  # times that a sentinel above the others is more than the largest of them
_LONE_DISTANCE, _FEW_DISTANCE = 50, 1000  # times, of one in a single row; and beside a few other numbers
_LONG_SENTINEL = 9999  # from here on one is no accident beside a few numbers either
_DOUBTFUL_DISTANCE = 10  # times, of one that is told, and counts
_SURELY_NEGATIVE = -9  # below it a sentinel is hardly a small change of a number
_MIN_GAP = 0.4  # of the range of the others, between the largest of them and a sentinel that is nearer
_FREQUENT_GAP = 0.1  # likewise, of one that is told, as it comes oftener than any other
_FEW_ROWS, _SEVERAL_ROWS = 2, 3  # rows with a sentinel, from which it is no accident
_MIN_OTHERS = 3  # different numbers beside a sentinel
_KEY_KINDS = frozenset({"identity", "document"})
_SMALL_ID = 10  # ids from here on are no mere count from 0, of which 0 is the first


def fold_mark(text: str) -> str:
    """A text as the marks are written: in small letters, without what stands around it."""
    return text.strip(EDGE_CHARACTERS).casefold().replace("ё", "е")


def is_sure_mark(text: str) -> bool:
    """Whether a text stands for no value whatever the others are."""
    return fold_mark(text) in _SURE_MARKS


def is_possible_mark(text: str) -> bool:
    """Whether a text stands for no value in some columns."""
    return fold_mark(text) in POSSIBLE_MARKS or text.strip() in _SENTINEL_TEXTS


def find_missing_marks(texts: Collection[str], is_key: bool = False) -> frozenset[str]:
    """The texts that stand for no value, among the different trimmed texts of a column.

    `is_key` says that the column's heading is that of ids. A sure mark is none in any column, but a dash beside ticks.
    "No" is none beside texts of which most have digits and none says yes; NA beside texts that are no short codes; and
    0 or -1 beside ids that have letters.
    """
    folded = {text: fold_mark(text) for text in texts}
    doubtful = {text for text, mark in folded.items() if mark in _ANSWER_MARKS | _CODE_MARKS | _ID_MARKS}
    sure = {text for text, mark in folded.items() if mark in _SURE_MARKS}
    others = {*folded} - sure - doubtful
    if others and {folded[text] for text in others} <= _TICKS:
        sure -= _DASHES
    return frozenset(sure | {text for text in doubtful if _is_mark_beside(text, folded[text], others, is_key)})


def without_named_values(marks: frozenset[str], named_values: Collection[str]) -> frozenset[str]:
    """The marks but those that definitions name as values, however they are spelled."""
    named = {*map(fold_mark, named_values)}
    return frozenset(mark for mark in marks if fold_mark(mark) not in named)


def _is_mark_beside(text: str, mark: str, others: Collection[str], is_key: bool) -> bool:
    """Whether a text that may stand for no value does so beside the others."""
    if not others:
        return False
    have_digits = 2 * sum(any(map(str.isdigit, other)) for other in others) > len(others)
    if mark in _ANSWER_MARKS:
        return have_digits and not any(fold_mark(other) in _AFFIRMATIONS for other in others)
    if mark in _CODE_MARKS:
        return text.casefold() == "na" and not any(map(_SHORT_CODE.fullmatch, others))
    return is_key and all(any(map(str.isalpha, other)) for other in others)


def may_hold_sentinels(least: float, greatest: float, is_key: Callable[[], bool]) -> bool:
    """Whether a column with these least and greatest numbers may hold sentinels: they lie beyond all the others."""
    return least in NEGATIVE_SENTINELS or greatest in POSITIVE_SENTINELS or (least == 0 and is_key())


def find_sentinels(rows_by_number: Mapping[float, int], kinds: Collection[str]) -> Iterator[float]:
    """The numbers of a column that stand for "does not know" and the like, by the others and the heading's `kinds`.

    `rows_by_number` are its numbers with their rows. Beside whole numbers of 0 and more, a negative sentinel is none
    where the heading is of counts, ages or ids, even if no other number is there, or where several rows have it. One
    above the others has to be in several rows too, and far from them; or very far. Amounts of money and years have
    hardly any: there several rows must have a negative one, and a positive one is a number.
    """
    sentinels = (NEGATIVE_SENTINELS | POSITIVE_SENTINELS) & rows_by_number.keys()
    others = {number for number in rows_by_number if number not in sentinels}
    is_key = not _KEY_KINDS.isdisjoint(kinds)
    if is_key and _is_zero_nobody(rows_by_number, others - {0}):
        yield 0
    if min(others, default=0) < 0 or not all(float(number).is_integer() for number in others):
        return
    is_few = len(others) < _MIN_OTHERS
    is_money_or_year = not {"amount", "year"}.isdisjoint(kinds)
    is_count = is_key or not {"quantity", "headcount", "age"}.isdisjoint(kinds)
    for number in sorted(sentinels):
        rows = rows_by_number[number]
        if number < 0:
            is_several = not is_few and rows >= (_SEVERAL_ROWS if is_money_or_year else _FEW_ROWS)
            is_sentinel = is_several or (is_count and not is_money_or_year)
        else:
            is_sentinel = bool(others) and not is_money_or_year and _is_far_above(number, rows, others, is_few=is_few)
        if is_sentinel:
            yield number


def find_doubtful_sentinels(rows_by_number: Mapping[float, int], kinds: Collection[str]) -> Iterator[float]:
    """The numbers of a column that may be sentinels, and may be values too; they count as values.

    One is a negative one beside numbers of 0 and more: -99 in one row of amounts may be money paid back. -1 and -9 are
    such only where the heading is of amounts or counts. Others are above all, and no sure sentinels.
    """
    sure = {*find_sentinels(rows_by_number, kinds)}
    others = {number: rows for number, rows in rows_by_number.items() if number not in NEGATIVE_SENTINELS | sure}
    if len(others) < _MIN_OTHERS or "year" in kinds:
        return
    if min(others) >= 0:
        is_amount_or_count = not {"amount", "quantity", "headcount", "age"}.isdisjoint(kinds)
        least = 0 if is_amount_or_count else _SURELY_NEGATIVE
        yield from sorted(number for number in rows_by_number.keys() - others.keys() - sure if number < least)
    greatest = max(others)
    if greatest in POSITIVE_SENTINELS and _may_be_above(greatest, others, is_amount="amount" in kinds):
        yield greatest


def _may_be_above(number: float, rows_by_number: Mapping[float, int], *, is_amount: bool) -> bool:
    """Whether the greatest number of a column may be a sentinel.

    It is in several rows, above the others, of amounts far above, and none of these comes half as often; or it is very
    far above them, and no amount.
    """
    others = {other: rows for other, rows in rows_by_number.items() if other != number}
    if len(others) < _MIN_OTHERS:
        return False
    rows, largest, smallest = rows_by_number[number], max(others), min(others)
    if not is_amount and number >= _DOUBTFUL_DISTANCE * max(largest, 1):
        return True
    is_far = number - largest > (_MIN_GAP if is_amount else _FREQUENT_GAP) * (largest - smallest)
    return is_far and rows >= _SEVERAL_ROWS and rows >= 2 * max(others.values())


def _is_zero_nobody(rows_by_number: Mapping[float, int], ids: Collection[float]) -> bool:
    """Whether 0 stands for nobody among ids: in several rows, beside ids of two digits or ids that recur much less."""
    rows = rows_by_number.get(0, 0)
    if rows < _FEW_ROWS or len(ids) < _MIN_OTHERS:
        return False
    return min(ids) >= _SMALL_ID or rows >= _MIN_DISTANCE * max(rows_by_number[number] for number in ids)


def _is_far_above(number: float, rows: int, others: Collection[float], *, is_few: bool) -> bool:
    """Whether a number in some rows is too far above all the others, or above a few, to be one of them."""
    largest, smallest = max(others), min(others)
    distance = _FEW_DISTANCE if is_few and number < _LONG_SENTINEL else _LONE_DISTANCE
    if number >= distance * max(largest, 1):
        return True
    if is_few:
        return False
    if rows >= _FEW_ROWS and number >= _MIN_DISTANCE * max(largest, 1):
        return True
    return rows >= _SEVERAL_ROWS and number - largest > _MIN_GAP * (largest - smallest) and number > largest
