"""Why parts do not add up to the whole: arithmetic that closes, and silence where they do."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from roundtable_cli import Project, Results
from roundtable_cli.indicators.reconciliation import OverlapEquation

Open = Callable[..., Project]

PEOPLE = '[indicators.n]\ntable = "t"\nmeasure = "unique"\ncolumn = "id"\n'
# a is in S1 (twice) and S2, b in S1 and in none, c in S2; one row is nobody's; women a, men b, of c nothing is known
TABLE = {
    "t": "id,place,sex,v,day\na,S1,f,1,2018-01-01\na,S1,f,1,2018-05-01\na,S2,f,1,2018-05-01\nb,S1,m,1,2018-01-01\n"
    "b,,m,1,\nc,S2,,1,2018-05-01\n,S2,f,,2018-05-01\n"
}


def noted(results: Results) -> list[OverlapEquation]:
    """The equations that the notes carry."""
    found = [note.about["equation"] for note in results.notes if note.kind == "overlap"]
    return [equation for equation in found if isinstance(equation, OverlapEquation)]


def sums(results: Results) -> list[tuple[Any, ...]]:
    """Along which dimension, of which whole, and parts − overlap = whole; in the order of the wholes."""
    found = [(found.dimension.name, found.cell, found.parts, found.overlap, found.whole) for found in noted(results)]
    return sorted(found, key=lambda one: (-len(one[1]), one[1], one[0]))


def test_people_in_several_places_are_taken_off_the_sum(project: Open) -> None:
    """S1 has a and b, S2 a and c, b is once not recorded: 5 − 2 counted in more than one = 3."""
    results = project(PEOPLE, TABLE).compute(by=["place"])
    assert [(result.category("place"), result.value) for result in results] == [
        ("S1", 2),
        ("S2", 2),
        ("not recorded", 1),
        ("total", 3),
    ]
    assert results[-1].counts.overlap == 2
    assert sums(results) == [("place", (), 5, 2, 3)]


def test_rows_less_repeats_less_missing_are_people(project: Open) -> None:
    """7 rows − 3 repeats − 1 of nobody = 3, and so in every category."""
    results = project(PEOPLE, TABLE).compute(by=["place"])
    counted = [(r.counts.rows, r.counts.repeats, r.counts.missing, r.value) for r in results]
    assert counted == [(3, 1, 0, 2), (3, 0, 1, 2), (1, 0, 0, 1), (7, 3, 1, 3)]


def test_parts_that_add_up_are_passed_over_in_silence(project: Open) -> None:
    """Each person has one sex, c none: 1 + 1 + 1 = 3."""
    results = project(PEOPLE, TABLE).compute(by=["sex"])
    assert [result.value for result in results] == [1, 1, 1, 3]
    assert results[-1].counts.overlap == 0
    assert not results.notes
    assert sums(results) == []


def test_every_margin_of_a_cross_table_has_its_equation(project: Open) -> None:
    """a is in two places, b in one and in none: along place f 2 − 1, m 2 − 1, all 5 − 2; along sex nothing."""
    results = project(PEOPLE, TABLE).compute(by=["sex", "place"])
    assert sums(results) == [
        ("place", (("sex", "f"),), 2, 1, 1),
        ("place", (("sex", "m"),), 2, 1, 1),
        ("place", (), 5, 2, 3),
    ]


def test_each_whole_says_its_overlap_along_the_first_dimension_that_it_totals(project: Open) -> None:
    """Of the cross table: f and m along place; S1, S2 and the total along sex, where nothing overlaps."""
    results = project(PEOPLE, TABLE).compute(by=["place", "sex"])
    found = {result.cell: result.counts.overlap for result in results}
    assert found[()] == 2
    assert (found[("sex", "f"),], found[("sex", "m"),]) == (1, 1)
    assert (found[("place", "S1"),], found[("place", "S2"),]) == (0, 0)


def test_rows_of_several_categories_overlap_in_counts_and_sums(project: Open) -> None:
    """Two rows of 0.10: one in both topics, so three tenths less one are two."""
    fields = [{"name": "topics", "type": "list", "delimiter": ";"}, {"name": "v", "type": "number"}]
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}
    toml = (
        '[indicators.n]\ntable = "t"\nmeasure = "count"\n[indicators.m]\ntable = "t"\nmeasure = "sum"\ncolumn = "v"\n'
    )
    results = project(toml, {"t": "topics,v\nsport;art,0.10\nart,0.10\n"}, package).compute(by=["topics"])
    found = [(result.value, result.counts.overlap) for result in results if not result.cell]
    assert found == [(2, 1), (Decimal("0.2"), Decimal("0.1"))]


def test_a_factor_multiplies_the_overlap_too(project: Open) -> None:
    """In units of ten people, 50 − 20 = 30."""
    results = project(PEOPLE + "factor = 10\n", TABLE).compute(by=["place"])
    assert sums(results) == [("place", (), 50, 20, 30)]


@pytest.mark.parametrize(
    "definition",
    [
        'measure = "mean"\ncolumn = "v"',
        'measure = "min"\ncolumn = "v"',
        'measure = "max"\ncolumn = "v"',
        'measure = "latest"\ncolumn = "v"',
        'measure = "share"\nmeets = { sex = "f" }',
        'measure = "share"\ncolumn = "id"\nmeets = { sex = "f" }',
    ],
)
def test_means_and_shares_have_no_parts(project: Open, definition: str) -> None:
    """Nothing adds up, so nothing overlaps."""
    results = project(f'[indicators.n]\ntable = "t"\n{definition}\n', TABLE).compute(by=["place"])
    assert sums(results) == []
    assert {result.counts.overlap for result in results} == {0}
    assert not [note for note in results.notes if note.kind != "blank"]  # of shares blank cells are told


@pytest.mark.parametrize("by", [["quarter"], ["quarter", "place"]])
def test_values_to_date_are_no_parts_of_the_last_one(project: Open, by: list[str]) -> None:
    """Cumulative quarters are not added up; places within a quarter still are."""
    results = project(PEOPLE + 'accumulation = "cumulative"\n', TABLE).compute(by=by)
    assert {found[0] for found in sums(results)} == {*by} - {"quarter"}


def test_a_whole_without_a_value_has_no_equation(project: Open) -> None:
    """A sum whose every value is missing is none, and so are its parts."""
    toml = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "v"\n'
    results = project(toml, {"t": "place,v\nS1,\nS2,\n"}).compute(by=["place"])
    assert sums(results) == []
    assert results[-1].value is None


def test_a_part_without_a_value_adds_nothing(project: Open) -> None:
    """Of S2 nothing is known: 1 + none = 1."""
    toml = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "v"\n'
    results = project(toml, {"t": "place,v\nS1,1\nS2,\n"}).compute(by=["place"])
    assert (sums(results), results[-1].counts.overlap) == ([], 0)


def test_the_equations_of_each_indicator_are_its_own(project: Open) -> None:
    """Two in one request are not mixed up."""
    rows = '[indicators.m]\ntable = "t"\nmeasure = "count"\n'
    results = project(PEOPLE + rows, TABLE).compute(by=["place"])
    assert [(found.indicator.code, found.parts, found.whole) for found in noted(results)] == [("n", 5, 3)]
