"""Sums and means: exact to the last decimal, and an honest note where they can not be."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from roundtable_cli.finding_codes import ROUNDED_NUMBER
from roundtable_cli.indicators.measures import sums
from tests.indicators.measures.one_indicator import Open, indicator, plain, result


@pytest.mark.parametrize(
    ("values", "total"),
    [
        (["0.1", "0.2"], "0.3"),
        (["0.10"] * 10_000, "1000"),
        (["8847.57"] * 7, "61932.99"),
        (["0.105"] * 3, "0.315"),
        (["1.005", "2.675", "0.001"], "3.681"),
        (["0.000001", "0.000002"], "0.000003"),
        (["1234567.89", "-1234567.88"], "0.01"),
        (["-0.1", "-0.2"], "-0.3"),
        (["1e3", "0.5"], "1000.5"),
        (["9999999999.99", "0.01"], "10000000000"),
        (["4503599627.370496", "0.000001"], "4503599627.370497"),
        (["0", "0.00"], "0"),
    ],
)
def test_a_sum_is_exact_to_the_last_decimal(project: Open, values: list[str], total: str) -> None:
    """As on paper, not as floats add."""
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "v", "type": "number"}]}}]}
    results = project(indicator("sum", "v"), {"t": "v\n" + "\n".join(values) + "\n"}, package).compute()
    assert results[0].value == Decimal(total)
    assert isinstance(results[0].value, int | Decimal)
    assert not results.notes


def test_cents_in_parts_are_exact_too(project: Open) -> None:
    """Ten cents a hundred times in each of three settlements: 10, 10, 10, and 30."""
    table = "place,v\n" + "A,0.10\nB,0.10\nC,0.10\n" * 100
    results = project(indicator("sum", "v"), {"t": table}).compute(by=["place"])
    assert [found.value for found in results] == [10, 10, 10, 30]


def test_a_mean_is_the_exact_sum_over_the_number(project: Open) -> None:
    """0.1 ten times has the mean 0.1, where floats would say 0.09999999999999999."""
    assert plain(result(project(indicator("mean", "v"), {"t": "v\n" + "0.1\n" * 10})).value) == 0.1


def test_a_sum_that_can_not_be_exact_says_so(project: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirteen decimals are more than are kept: the sum is one of floats, with a note."""
    monkeypatch.setattr(sums, "MIN_ROWS_TO_SCALE", -1)
    monkeypatch.setattr(sums, "MAX_ROWS_ONE_BY_ONE", -1)
    results = project(indicator("sum", "v"), {"t": "v\n0.1234567890123\n0.0000000000001\n"}).compute()
    assert float(results[0].value or 0) == pytest.approx(0.1234567890124)  # type: ignore[arg-type]
    assert [one.code for one in results.assumptions] == [ROUNDED_NUMBER]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["123456789012.34", "-123456789012.33", "0.1234567"], "0.1334567"),
        (["9007199254.740993", "0.000001"], "9007199254.740994"),
    ],
)
def test_a_sum_that_scaled_integers_can_not_hold_is_exact(project: Open, values: list[str], expected: str) -> None:
    """Seven decimals, or more digits than a float counts in: such values are added up one by one."""
    found = project(indicator("sum", "v"), {"t": "v\n" + "\n".join(values) + "\n"}).compute()
    assert found[0].value == Decimal(expected)
    assert not found.notes


def test_a_mean_and_a_ratio_of_an_inexact_sum_say_so_too(project: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is made of a sum of floats is no more exact than it."""
    monkeypatch.setattr(sums, "MIN_ROWS_TO_SCALE", -1)
    monkeypatch.setattr(sums, "MAX_ROWS_ONE_BY_ONE", -1)
    ratio = '[indicators.r]\nmeasure = "ratio"\nof = ["n", "n"]\n'
    table = {"t": "v\n0.1234567890123\n0.0000000000001\n"}
    assert ROUNDED_NUMBER in [one.code for one in project(indicator("mean", "v"), table).compute().assumptions]
    found = project(indicator("sum", "v") + ratio, table).compute(["r"]).assumptions
    assert ROUNDED_NUMBER in [one.code for one in found]


def test_parts_of_an_inexact_sum_do_not_overlap(project: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every row is in one part: a last digit of floats is no row counted twice."""
    monkeypatch.setattr(sums, "MIN_ROWS_TO_SCALE", -1)
    monkeypatch.setattr(sums, "MAX_ROWS_ONE_BY_ONE", -1)
    number = random.Random(1)  # noqa: S311 - figures, not secrets
    table = "place,v\n" + "".join(f"{number.choice('abcde')},{number.random():.14f}\n" for _ in range(200))
    results = project(indicator("sum", "v"), {"t": table}).compute(by=["place"])
    assert [one.code for one in results.assumptions] == [ROUNDED_NUMBER]
    assert not results[-1].counts.overlap


@pytest.mark.parametrize(
    ("value", "times"), [(9_000_000_000_000_000_000, 2), (999_999_999_999_999, 10_000), (-(2**63), 2)]
)
def test_a_sum_of_large_integers_never_turns_over(project: Open, value: int, times: int) -> None:
    """Past 2^63 the sum is still near the truth, and says that it is not exact."""
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "v", "type": "integer"}]}}]}
    found = result(project(indicator("sum", "v"), {"t": "v\n" + f"{value}\n" * times}, package))
    assert isinstance(found.value, int | float | Decimal)
    assert float(found.value) == pytest.approx(value * times)


def test_a_sum_of_integers_up_to_64_bits_is_exact(project: Open) -> None:
    """Past 2^53, where floats begin to skip numbers."""
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "v", "type": "integer"}]}}]}
    table = {"t": "v\n9007199254740993\n9007199254740992\n"}
    assert result(project(indicator("sum", "v"), table, package)).value == 18014398509481985
