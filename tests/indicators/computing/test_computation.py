"""The numbers as a whole: totals from the records, margins, joins that multiply nothing, refusals and notes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.indicators.computing.register_project import COUNT, PEOPLE, TABLE, Open, cells, refused


def test_without_codes_all_headline_indicators_are_computed_in_the_files_order(project: Open) -> None:
    """Others are computed when they are named, in the order of their names."""
    toml = "".join(
        f'[indicators.{code}]\ntable = "t"\nmeasure = "count"\nheadline = {headline}\n'
        for code, headline in (("c", "true"), ("a", "false"), ("b", "true"))
    )
    opened = project(toml, TABLE)
    assert [result.code for result in opened.compute()] == ["c", "b"]
    assert [result.code for result in opened.compute(["b", "a", "b"])] == ["b", "a"]


def test_unknown_codes_are_all_refused_with_the_nearest(project: Open) -> None:
    """Both at once."""
    found = refused(project(COUNT + COUNT.replace(".n]", ".people]"), TABLE), ("peopel", "nn"))
    assert ['"peopel"' in finding.fault for finding in found] == [True, False]
    assert '"people"' in found[0].remedy


@pytest.mark.parametrize(
    ("asked", "column"),
    [
        ({"period": "2018Q5"}, "--period"),
        ({"where": {"sex": {"mni": 1}}}, "where"),
        ({"where": {"sx": "f"}}, "--where"),
        ({"by": ["sx"]}, "--by"),
        ({"by": ["sex", "sex"]}, "--by"),
    ],
)
def test_what_is_asked_wrongly_is_refused_in_its_place(project: Open, asked: dict[str, Any], column: str) -> None:
    """The option at fault is named."""
    (finding,) = refused(project(COUNT, TABLE), **asked)
    assert finding.column == column


@pytest.mark.parametrize("measure", ["count", "unique", "sum", "mean", "min", "max"])
@pytest.mark.parametrize("by", [["sex"], ["place"], ["sex", "place"], ["place", "sex"]])
def test_a_breakdown_never_changes_the_total(project: Open, measure: str, by: list[str]) -> None:
    """Rows that record no category stay in it."""
    column = "" if measure == "count" else f'column = "{"id" if measure == "unique" else "usd"}"\n'
    opened = project(f'[indicators.n]\ntable = "t"\nmeasure = "{measure}"\n{column}', TABLE)
    (alone,) = opened.compute()
    total = opened.compute(by=by)[-1]
    assert (total.cell, total.value) == ((), alone.value)
    assert (total.counts.rows, total.counts.repeats) == (alone.counts.rows, alone.counts.repeats)


def test_the_total_is_computed_from_the_records(project: Open) -> None:
    """2 women, 2 men and 1 of no sex are 4 people; the mean of all is no mean of means."""
    results = project(PEOPLE, TABLE).compute(by=["sex"])
    assert [result.value for result in results] == [2, 2, 1, 4]
    mean = '[indicators.n]\ntable = "t"\nmeasure = "mean"\ncolumn = "v"\n'
    results = project(mean, {"t": "sex,v\nf,1\nf,1\nf,1\nm,5\n"}).compute(by=["sex"])
    assert [result.value for result in results] == [1, 5, 2]


def test_a_condition_of_the_request_joins_that_of_the_definition(project: Open) -> None:
    """Women in S1: one row."""
    assert project(COUNT + 'where = { sex = "f" }\n', TABLE).compute(where={"place": "S1"})[0].value == 1


TWO = COUNT + '[indicators.m]\ntable = "u"\nmeasure = "count"\n'

TABLES = {"t": "id,sex\n1,f\n2,m\n", "u": "id,kind\n1,x\n2,y\n3,y\n"}


def test_a_condition_that_a_table_lacks_leaves_its_indicator_without_a_value(project: Open) -> None:
    """With a note; a number that was not filtered would be wrong in its place."""
    results = project(TWO, TABLES).compute(where={"sex": "f"})
    assert [(result.code, result.value) for result in results] == [("n", 1), ("m", None)]
    assert [note.indicator.code for note in results.notes if note.indicator] == ["m"]


def test_a_breakdown_that_a_table_lacks_leaves_its_indicator_whole(project: Open) -> None:
    """No value in the categories, the total as ever, and a note."""
    results = project(TWO, TABLES).compute(by=["sex"])
    assert cells(results) == {("f",): 1, ("m",): 1, ("total",): 2}
    assert cells(results, "m") == {("f",): None, ("m",): None, ("total",): 3}
    assert [note.indicator.code for note in results.notes if note.indicator] == ["m"]


@pytest.mark.parametrize("asked", [{"by": ["age"]}, {"where": {"age": 3}}])
def test_what_no_table_has_is_refused(project: Open, asked: dict[str, Any]) -> None:
    """In one finding for all of them."""
    (finding,) = refused(project(TWO, TABLES), **asked)
    assert '"age"' in finding.fault


def test_a_table_of_several_files_is_one(project: Open) -> None:
    """Their columns may stand in another order; a finding names its own file and row."""
    package = {
        "resources": [
            {
                "name": "t",
                "path": ["a.csv", "b.csv"],
                "schema": {
                    "fields": [{"name": "id"}, {"name": "usd", "type": "integer"}],
                    "fieldsMatch": ["equal"],
                },
            }
        ]
    }
    toml = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "usd"\n'
    assert project(toml, {"a": "id,usd\n1,5\n", "b": "usd,id\n6,1\n"}, package).compute()[0].value == 11
    (finding,) = refused(project(toml, {"a": "id,usd\n1,5\n", "b": "usd,id\n6,1\nx,2\n"}, package))
    assert (finding.file, finding.row) == ("b.csv", 3)


def test_blank_rows_are_no_rows(project: Open) -> None:
    """Nor do they count as missing."""
    (result,) = project(PEOPLE, {"t": "id,sex\na,f\n,\n\nb,m\n , \n"}).compute()
    assert (result.value, result.counts.rows, result.counts.missing) == (2, 2, 0)


def test_names_are_compared_as_people_see_them(project: Open) -> None:
    """й in one character or in two, with spaces around, is one name; case is not folded in people's codes."""
    (result,) = project(PEOPLE, {"t": "id\nАсылай\nАсылай\n Асылай \nасылай\n"}).compute()
    assert (result.value, result.counts.repeats) == (2, 2)


def test_computing_twice_gives_the_same(project: Open) -> None:
    """Nothing is kept between two requests that could change the second."""
    opened = project(PEOPLE, TABLE)
    first = [(r.cell, r.value, r.counts) for r in opened.compute(by=["sex"], where={"place": "S1"})]
    opened.compute(by=["place"])
    assert [(r.cell, r.value, r.counts) for r in opened.compute(by=["sex"], where={"place": "S1"})] == first


# a comes first in January, b in May; c has a visit whose day nobody wrote, d none.
FIRST_VISIT = """
[calculated.people.first_visit]
from = "visits"
match = { person = "person" }
measure = "min"
column = "day"
date = "day"
[indicators.started]
table = "people"
measure = "unique"
column = "person"
date = "first_visit"
"""
FIRST_VISIT_TABLES = {
    "people": "person\na\nb\nc\nd\n",
    "visits": "person,day\na,2018-01-07\na,2018-05-02\nb,2018-05-31\nc,\n",
}


def test_rows_that_get_their_date_later_are_not_without_one(project: Open) -> None:
    """At the end of January b's first visit is still to come: only c and d are in no period, then and later.

    So it is in a table of one period and in one of several, where it is said once.
    """
    opened = project(FIRST_VISIT, FIRST_VISIT_TABLES)
    for period, value in (("2018-01", 1), ("2018-02", 0), ("2018-05", 1)):
        (result,) = results = opened.compute(period=period)
        assert (result.value, result.counts.outside) == (value, 2)
        assert [note.about["rows"] for note in results.notes if note.kind == "outside"] == [2]
    tracking = opened.track(by=["quarter"], period="2018Q1..2018Q2")
    assert [(line.result.value, line.to_date, line.result.counts.outside) for line in tracking] == [
        (1, 1, 2),
        (1, 2, 2),
        (4, 4, 0),
    ]
    assert [note.about["rows"] for note in tracking.notes if note.kind == "outside"] == [2]
