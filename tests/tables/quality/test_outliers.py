"""Numbers far outside the rest of their column: where the fences stand, and what they must leave alone."""

from __future__ import annotations

from collections.abc import Iterable
from math import exp
from pathlib import Path
from random import Random
from statistics import NormalDist

import pytest

from roundtable_cli.errors import WARNING, Finding
from roundtable_cli.tables.profiling import column_profile
from roundtable_cli.tables.quality.outliers import compute_quartiles, find_outliers
from roundtable_cli.tables.table import Constraints, Field
from tests.tables.profiling.test_column_profile import column
from tests.tables.quality.test_mixed_types import AGES
from tests.tables.test_source import opened

# Eight grants. In order 5710, 7081.86, 8000, 8420.60, 8847.57, 9999.99, 10043.08 and 12250.50.
GRANTS = ["8420,60", "8847,57", "5710,00", "10043,08", "12250,50", "9999,99", "7081,86", "8000,00"]


def found(folder: Path, texts: Iterable[str], *fields: Field, name: str = "c") -> list[Finding]:
    """What is told of a column of these numbers."""
    return list(find_outliers(column(folder, texts, *fields, name=name)))


def test_an_age_of_240_is_told(tmp_path: Path) -> None:
    """Quartiles 17.25 and 25, so that the fence stands at 25 + 10 × 7.75 = 102.5; the next, 28, is no third of it."""
    (finding,) = found(tmp_path, [*AGES, "240"])

    assert str(finding) == (
        'people.csv row 47, c: "240" is far above the other numbers (14 to 28)'
        " — check it against its source; correct it if it is wrong"
    )
    assert (finding.code, finding.severity) == ("outlier", WARNING)


@pytest.mark.parametrize(
    ("bounds", "is_told"),
    [(Constraints(maximum=300), False), (Constraints(below=300), False), (Constraints(minimum=0), True)],
)
def test_a_declared_bound_answers_it(tmp_path: Path, bounds: Constraints, is_told: bool) -> None:
    """Somebody has said how large the numbers may be; how small they may be says nothing of large ones."""
    field = Field("c", "integer", constraints=bounds)

    assert bool(found(tmp_path, [*AGES, "240"], field, Field("n"))) is is_told


@pytest.mark.parametrize(
    "texts", [AGES, [*AGES, "60"], [*AGES, "80"], [*AGES, "0"], [*AGES, "1"]], ids=lambda texts: texts[-1]
)
def test_ages_that_may_be_are_not_told(tmp_path: Path, texts: list[str]) -> None:
    """Young people from 14 to 28, and a grandmother, a child and a zero among them."""
    assert found(tmp_path, texts) == []


def test_a_lost_decimal_comma_is_told(tmp_path: Path) -> None:
    """Of nine: quartiles 8000 and 10043.08, the fence of the numbers 30 473.88, five times the upper one 50 215.40."""
    (finding,) = found(tmp_path, [*GRANTS, "884757"])

    assert finding.row == 10
    assert finding.fault == '"884757" is far above the other numbers (5,710 to 12,250.5)'


def test_a_point_too_far_to_the_left_is_told(tmp_path: Path) -> None:
    """A hundredth: quartiles 7081.86 and 9999.99, a tenth of the lower 708.19, ten spans of the logarithms 224.71."""
    (finding,) = found(tmp_path, [*GRANTS, "88,47"])

    assert finding.fault == '"88,47" is far below the other numbers (5,710 to 12,250.5)'
    assert found(tmp_path, [*GRANTS, "230,00"]) == []


def test_the_fence_stands_where_it_is_said_to(tmp_path: Path) -> None:
    """Of eight grants and one: five times the upper quartile is the last that is ordinary."""
    assert compute_quartiles({1.0: 1, 2.0: 2, 4.0: 1}) == (1.75, 2.5)
    assert found(tmp_path, [*GRANTS, "50215,00"]) == []
    assert len(found(tmp_path, [*GRANTS, "50216,00"])) == 1


@pytest.mark.parametrize("spread", [0.3, 0.5, 1.0, 1.5, 2.0])
def test_skewed_money_is_not_told(tmp_path: Path, spread: float) -> None:
    """A hundred log-normal amounts, at the middle of each hundredth: the largest is 170 times the middle one at 2."""
    normal = NormalDist(8, spread)
    amounts = [f"{exp(normal.inv_cdf((place + 0.5) / 100)):.2f}" for place in range(100)]

    assert found(tmp_path, amounts) == []


@pytest.mark.parametrize("seed", range(20))
def test_random_money_is_not_told(tmp_path: Path, seed: int) -> None:
    """Two hundred amounts as they come."""
    random = Random(seed)  # noqa: S311 - amounts, no secrets
    assert found(tmp_path, [f"{random.lognormvariate(8, 1):.2f}" for _ in range(200)]) == []


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (["1", "2", "3", "4", "5", "6", "700"], "c"),
        ([*["0"] * 30, "1", "2", "500"], "c"),
        ([*["1"] * 30, "90"], "c"),
        ([*map(str, range(1, 40)), "9000"], "c"),
        ([*AGES, "240"], "ward_id"),
        ([*["996555123456", "996777123456"] * 10, "99655512345678"], "c"),
        ([*AGES, *["500", "510", "520"]], "c"),
        (["22000", "25000", "31000", "60000", "120000", "800000", "3000000", "5278774", "7589000", "22000"], "c"),
    ],
    ids=str,
)
def test_what_no_fence_can_judge_is_not_told(tmp_path: Path, texts: list[str], name: str) -> None:
    """Few numbers, half of them the same, identifiers, phones, several far outside, numbers that thin out gradually."""
    assert found(tmp_path, texts, name=name) == []


def test_amounts_in_many_currencies_are_not_compared(tmp_path: Path) -> None:
    """A hundred dollars among thousands of soms is no slip."""
    field = Field("c", "number", decimal_char=",", currency_column="n")
    assert found(tmp_path, [*GRANTS, "884757"], field, Field("n")) == []


def test_a_number_below_zero_and_as_far_out_is_told(tmp_path: Path) -> None:
    """Balances on both sides of zero have a fence on both."""
    (finding,) = found(tmp_path, [*map(str, range(-20, 21)), "5", "-5", "-4000"])

    assert finding.fault == '"-4000" is far below the other numbers (-20 to 20)'


def test_a_personal_number_is_not_printed(tmp_path: Path) -> None:
    """Neither the number nor the range of the others."""
    (finding,) = find_outliers(column(tmp_path, [*AGES, "240"]).as_personal())
    assert finding.fault == "the value is far above the other numbers"


def test_files_read_as_one_are_named(tmp_path: Path) -> None:
    """The row of a finding is that of its own file."""
    files = {"q1.csv": "c;n\n" + "".join(f"{age};x\n" for age in AGES), "q2.csv": "c;n\n240;x\n"}
    source = opened(tmp_path, files)
    (finding,) = find_outliers(column_profile.profile_column(source, source.get_field("c")))

    assert (finding.file, finding.row) == ("q2.csv", 2)
