"""Tables loaded: tables of keys, which no file holds."""

from __future__ import annotations

from typing import Any

import pytest

from roundtable_cli import Project, Refused
from tests.indicators.measures.linked_tables import (
    Open,
    package,
)

KEYS = '[tables.staff]\nfrom = "t"\neach = ["person"]\n[calculated.staff.times]\nfrom = "t"\nmeasure = "count"\n'

TRAININGS = {"t": "person,course,day\na,x,2018-01-01\na,y,2018-05-01\nb,x,2018-05-01\n,x,2018-05-01\nc,,\na,x,\n"}

DATED = package(t="person course day:date")


def test_a_table_of_keys_has_a_row_for_each_key(project: Open) -> None:
    """The blank is none; what is counted for each goes over the rows that have the key."""
    toml = KEYS + (
        '[indicators.people]\ntable = "staff"\nmeasure = "count"\n'
        '[indicators.twice]\ntable = "staff"\nmeasure = "unique"\ncolumn = "person"\nwhere = { times = { min = 2 } }\n'
        '[indicators.rows]\ntable = "staff"\nmeasure = "sum"\ncolumn = "times"\n'
    )
    opened = project(toml, TRAININGS, DATED)
    assert [result.value for result in opened.compute()] == [3, 1, 5]
    assert [result.value for result in opened.compute(where={"person": "b"})] == [1, 0, 1]
    found = {result.category("times"): result.value for result in opened.compute(["people"], by=["times"])}
    assert found == {"1": 2, "3": 1, "total": 3}


def test_a_set_of_keys_lacks_none_of_them(project: Open) -> None:
    """Person and course: (a, x), (a, y), (b, x)."""
    toml = (
        '[tables.pairs]\nfrom = "t"\neach = ["person", "course"]\n'
        '[calculated.pairs.times]\nfrom = "t"\nmeasure = "count"\n'
        '[indicators.pairs]\ntable = "pairs"\nmeasure = "count"\n'
        '[indicators.people]\ntable = "pairs"\nmeasure = "unique"\ncolumn = "person"\n'
        '[indicators.times]\ntable = "pairs"\nmeasure = "sum"\ncolumn = "times"\n'
    )
    opened = project(toml, TRAININGS, DATED)
    assert [result.value for result in opened.compute()] == [3, 2, 4]
    found = {result.category("course"): result.value for result in opened.compute(["pairs"], by=["course"])}
    assert found == {"x": 2, "y": 1, "total": 3}


def test_a_table_of_keys_has_the_date_that_is_calculated_for_it(project: Open) -> None:
    """Without one it has no value in a period."""
    toml = KEYS + (
        '[calculated.staff.first]\nfrom = "t"\nmeasure = "min"\ncolumn = "day"\n'
        '[indicators.new]\ntable = "staff"\nmeasure = "count"\ndate = "first"\n'
        '[indicators.all]\ntable = "staff"\nmeasure = "count"\n'
    )
    opened = project(toml, TRAININGS, DATED)
    assert [result.value for result in opened.compute(period="2018Q1")] == [1, None]
    assert [result.value for result in opened.compute(period="2018Q2")] == [1, None]
    assert [result.value for result in opened.compute()] == [3, 3]


def test_a_table_of_keys_follows_the_keys_of_its_table(project: Open) -> None:
    """To the register, where there is one."""
    types = package(t="person>people course day:date", people="id sex")
    toml = KEYS + '[indicators.n]\ntable = "staff"\nmeasure = "count"\n'
    tables = TRAININGS | {"people": "id,sex\na,f\nb,m\nc,f\nz,f\n"}
    found = project(toml, tables, types).compute(by=["person.sex"])
    assert [(result.category("person.sex"), result.value) for result in found] == [("f", 2), ("m", 1), ("total", 3)]


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ('from = "tt"\neach = ["person"]', 'no table "tt"'),
        ('from = "t"\neach = ["persn"]', 't has no column "persn"'),
        ('from = "t"', "needs the key each"),
        ('each = ["person"]', "needs the key from"),
        ('from = "t"\neach = ["person"]\nevery = 1', 'unknown key "every"'),
    ],
)
def test_a_table_of_keys_that_can_not_be_is_refused(make: Any, keys: str, fault: str) -> None:
    """In its place."""
    toml = f'[tables.staff]\n{keys}\n[indicators.n]\ntable = "t"\nmeasure = "count"\n'
    with pytest.raises(Refused) as error:
        Project.open(make(toml, TRAININGS, DATED)).compute()
    assert any(fault in one.fault and "[tables.staff]" in one.column for one in error.value.findings)


def test_a_table_of_keys_is_not_called_like_a_file(make: Any) -> None:
    """Two tables of one name are one too many."""
    toml = '[tables.t]\nfrom = "t"\neach = ["person"]\n[indicators.n]\ntable = "t"\nmeasure = "count"\n'
    with pytest.raises(Refused) as error:
        Project.open(make(toml, TRAININGS, DATED)).compute()
    (found,) = error.value.findings
    assert (found.column, "already" in found.fault) == ("[tables.t]", True)


def test_a_table_of_keys_is_broken_down_by_its_key(project: Open) -> None:
    """Every row is a category of 1."""
    opened = project(KEYS + '[indicators.n]\ntable = "staff"\nmeasure = "count"\n', TRAININGS, DATED)
    assert {result.value for result in opened.compute(by=["person"]) if result.cell} == {1}
