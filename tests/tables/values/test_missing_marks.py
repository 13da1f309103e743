"""Texts and numbers that stand for no value, and the columns in which they do."""

from __future__ import annotations

import random

import pytest

from roundtable_cli.tables.values.missing_marks import find_doubtful_sentinels, find_missing_marks, find_sentinels


@pytest.mark.parametrize(
    ("texts", "marks"),
    [
        (["N/A", "(n/a)", "Нет данных", "P1"], {"N/A", "(n/a)", "Нет данных"}),
        (["не указано", "белгисиз", "ж"], {"не указано", "белгисиз"}),
        (["нет", "1001", "1002"], {"нет"}),  # most of the others have digits
        (["нет", "да"], set()),
        (["жок", "ооба", "12"], set()),  # one of the others says yes
        (["нет", "работает"], set()),  # words beside it
        (["NA", "KE", "ZA"], set()),  # codes of countries
        (["NA", "1", "2"], {"NA"}),
        (["NA", "Bishkek", "Osh"], {"NA"}),
        (["NA"], set()),  # nothing else tells what it is
        (["-", "+"], set()),  # absent, present
        (["-", "12"], {"-"}),
        (["0", "-1", "P1"], set()),  # beside ids only
    ],
)
def test_a_mark_is_none_by_the_other_texts(texts: list[str], marks: set[str]) -> None:
    """The column decides whether a text stands for no value."""
    assert find_missing_marks(texts) == marks


def test_numbers_beside_ids_with_letters_are_no_ids() -> None:
    """0 and -1 stand for nobody where all others have letters; 7 may be somebody's old number."""
    assert find_missing_marks(["P1", "P2", "0", "-1", "7"], is_key=True) == frozenset()
    assert find_missing_marks(["P1", "P2", "0", "-1"], is_key=True) == {"0", "-1"}


@pytest.mark.parametrize(
    ("rows", "kinds", "sentinels"),
    [
        ({0: 9, 2: 20, 5: 3, -99: 2}, (), [-99]),
        ({0: 9, 2: 20, 5: 3, -99: 1}, ("quantity",), [-99]),
        ({0: 9, 2: 20, 5: 3, -99: 1}, ("amount",), []),  # a refund
        ({2: 1, 5: 1, -99: 1}, ("quantity",), [-99]),  # no count is negative, however few they are
        ({2: 1, 5: 1, -99: 1}, (), []),
        ({-999: 3}, ("headcount",), [-999]),  # nothing else is there
        ({-999: 3}, (), []),
        ({2: 1, 5: 1, 7: 1, 9999: 1}, (), [9999]),  # one, very far from the others
        ({2: 1, 5: 1, 99999: 1}, (), [99999]),
        ({2: 1, 5: 1, 999: 1}, (), []),  # too few others
        ({15: 9, 30: 20, 58: 3, -1: 6}, ("age",), [-1]),
        ({-2: 9, 2: 20, 5: 3, -1: 6}, (), []),  # other numbers are negative
        ({1: 9, 2: 20, 5: 3, 99: 4}, (), [99]),
        ({1: 9, 2: 20, 5: 3, 99: 1}, (), []),  # one large group
        ({15: 9, 30: 20, 58: 3, 99: 5}, ("age",), [99]),
        ({15: 9, 30: 20, 85: 3, 99: 5}, ("age",), []),  # not far enough from the others
        ({100: 9, 250: 20, 300: 3, 999: 5}, ("amount",), []),  # a price
        ({0.5: 9, 1.5: 20, 2.5: 3, 99: 5}, (), []),  # no whole numbers
        ({1001: 1, 1002: 2, 1003: 1, 0: 3}, ("identity",), [0]),
        ({1: 1, 2: 1, 3: 1, 0: 1}, ("identity",), []),  # numbered from 0
        ({1: 1, 2: 1, 3: 1, 0: 4}, ("identity",), [0]),  # the others are there once each
        ({1: 3, 2: 4, 3: 2, 0: 4}, ("identity",), []),
    ],
)
def test_a_sentinel_is_none_by_the_other_numbers(
    rows: dict[float, int], kinds: tuple[str, ...], sentinels: list[float]
) -> None:
    """The other numbers, the rows and the heading decide."""
    assert list(find_sentinels(rows, kinds)) == sentinels


def test_ordinary_numbers_have_no_sentinel() -> None:
    """Counts, ages and amounts drawn at random: a number that belongs to the others stays one."""
    draw = random.Random(16)  # noqa: S311 - no secret
    for _ in range(3000):
        top = draw.choice([5, 30, 100, 120, 1000, 5000])
        numbers = [float(draw.randint(0, top)) for _ in range(draw.randint(30, 300))]
        counts = {number: numbers.count(number) for number in numbers}
        assert list(find_sentinels(counts, draw.choice([(), ("quantity",), ("age",)]))) == [], sorted(counts.items())


@pytest.mark.parametrize(
    ("rows", "kinds", "expected"),
    [
        ({1000: 1, 2000: 2, 5000: 1, 9999: 6}, {"amount"}, [9999]),
        ({1000: 1, 2000: 2, 5000: 1, 9999: 2}, {"amount"}, []),
        ({1000: 5, 2000: 2, 5000: 1, 9999: 6}, {"amount"}, []),
        ({1000: 1, 2000: 2, 9000: 1, 9999: 6}, {"amount"}, []),
        ({1000: 1, 2000: 2, 5000: 1, 12000: 1, 9999: 6}, {"amount"}, []),
        ({1000: 1, 2000: 2, 5000: 1, 9999: 6}, {"quantity"}, []),
        ({1000: 1, 2000: 2, 5000: 1, 9990: 6}, {"amount"}, []),
    ],
    ids=["told", "two-rows", "usual", "near", "not-greatest", "no-amounts", "no-sentinel"],
)
def test_an_amount_that_may_be_a_sentinel(rows: dict[float, int], kinds: set[str], expected: list[float]) -> None:
    """It is the greatest, far above the others, and in several rows while these hardly come again."""
    assert [*find_doubtful_sentinels(rows, kinds)] == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({3: 1, 24: 2, 61: 1, 80: 2, 99: 5}, [99]),
        ({3: 1, 24: 2, 61: 1, 80: 2, 99: 2}, []),
        ({3: 1, 24: 3, 61: 1, 80: 2, 99: 5}, []),
        ({3: 1, 24: 2, 61: 1, 95: 2, 99: 5}, []),
    ],
    ids=["told", "two-rows", "usual", "near"],
)
def test_the_oldest_age_may_be_a_sentinel(rows: dict[float, int], expected: list[float]) -> None:
    """Nobody knows of one: but so many of 99, and nobody near it, are told."""
    assert [*find_doubtful_sentinels(rows, {"age"})] == expected


@pytest.mark.parametrize(
    ("rows", "kinds", "expected"),
    [
        ({100: 1, 250: 1, 300.5: 2, -99: 1}, {"amount"}, [-99]),
        ({100: 1, 250: 1, 300: 2, -1: 1}, {"amount"}, [-1]),
        ({100: 1, 250: 1, 300: 2, -1: 1}, set(), []),  # it may be a change
        ({100: 1, 250: 1, 300: 2, -99: 1}, set(), [-99]),
        ({-120: 1, 300: 1, 50: 1, -99: 1}, {"amount"}, []),  # beside others below zero
        ({-99: 1, 300: 1, 50: 1}, {"amount"}, []),  # beside two
        ({3: 4, 4: 2, 5: 1, 99: 1}, {"quantity"}, [99]),
        ({1.5: 1, 2: 1, 0.5: 1, 9999: 1}, set(), [9999]),
        ({30: 4, 40: 2, 50: 1, 99: 1}, {"quantity"}, []),
        ({30: 4, 40: 2, 50: 1, 9999: 1}, {"amount"}, []),  # a large one
    ],
)
def test_a_number_in_one_row_may_be_a_sentinel(rows: dict[float, int], kinds: set[str], expected: list[float]) -> None:
    """A negative one beside numbers that are not, or one very far above them; what is surely one is not doubtful."""
    assert [*find_doubtful_sentinels(rows, kinds)] == expected
    assert not [*find_doubtful_sentinels({1: 5, 2: 5, 3: 5, -99: 2}, {"quantity"})]
