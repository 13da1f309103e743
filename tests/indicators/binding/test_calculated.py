"""Calculated columns that can't be: refused in their place, before any row is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from roundtable_cli import Project, Refused
from tests.indicators.measures.linked_tables import COUNT, TABLES, TYPES, of_each, only, package, refused

Open = Callable[..., Project]


@pytest.mark.parametrize(
    ("toml", "circle"),
    [
        ('[calculated.t.a]\nof = ["a"]\nmeasure = "sum"\n', "t.a → t.a"),
        ('[calculated.t.a]\nof = ["b"]\nmeasure = "sum"\n[calculated.t.b]\nof = ["a"]\nmeasure = "sum"\n', "t.a → t.b"),
        ('[calculated.t.a]\nfrom = "t"\nmatch = { id = "id" }\nmeasure = "sum"\ncolumn = "a"\n', "t.a → t.a"),
        ('[calculated.t.a]\nfrom = "t"\nmatch = { id = "id" }\nmeasure = "count"\nwhere = { a = 1 }\n', "t.a → t.a"),
        ('[calculated.t.a]\nfrom = "t"\nmatch = { id = "id" }\nmeasure = "count"\ndate = "a"\n', "t.a → t.a"),
        ('[calculated.t.a]\nfrom = "t"\nmatch = { id = "a" }\nmeasure = "count"\n', "t.a → t.a"),
        ('[calculated.t.a]\nfrom = "t"\nmatch = { a = "id" }\nmeasure = "count"\n', "t.a → t.a"),
        (
            '[dimensions.d]\ncategories.x = { where = { a = 1 } }\n'
            '[calculated.t.a]\nfrom = "t"\nmatch = { id = "id" }\nmeasure = "count"\nwhere = { d = "x" }\n',
            "t.a → t.a",
        ),
        (
            '[calculated.t.a]\nof = ["p.b"]\nmeasure = "sum"\n'
            '[calculated.places.b]\nfrom = "t"\nmeasure = "sum"\ncolumn = "a"\n',
            "places.b → t.a → places.b",
        ),
    ],
)  # fmt: skip
def test_a_column_made_of_itself_is_refused(project: Open, toml: str, circle: str) -> None:
    """However long the way round; with the way."""
    toml += '[indicators.n]\ntable = "t"\nmeasure = "count"\n'
    tables = {"t": "id,p\n1,S\n", "places": "id\nS\n"}
    found = refused(project(toml, tables, package(t="id p>places", places="id")))
    assert any(circle in one.fault and "circle" in one.fault for one in found)


def test_a_name_that_the_file_has_already_is_refused(project: Open) -> None:
    """Which of the two would be meant?"""
    toml = '[calculated.people.left]\nof = ["id"]\nmeasure = "count"\n'
    toml += '[indicators.n]\ntable = "people"\nmeasure = "count"\n'
    (found,) = refused(project(toml, TABLES, TYPES))
    assert found.column == "[calculated.people.left]"
    assert "already" in found.fault


def test_a_match_of_columns_of_two_types_is_refused(project: Open) -> None:
    """Nothing would ever match; the two are named with their types."""
    types = package(people="id:integer joined:date left:date", visits="visit id day:date kind score:number")
    found = refused(project(of_each(COUNT), TABLES, types), ("p1",))[0]
    assert (found.file, found.column) == ("indicators.toml", "[calculated.people.k]")
    assert "visits.id is string" in found.fault
    assert "people.id is integer" in found.fault


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ('from = "visits"\nmeasure = "count"', "no foreign key of visits leads to people"),
        ('from = "visit"\nmatch = { id = "id" }\nmeasure = "count"', 'no table "visit"'),
        ('from = "visits"\nmatch = { idd = "id" }\nmeasure = "count"', 'visits has no column "idd"'),
        ('from = "visits"\nmatch = { id = "idd" }\nmeasure = "count"', 'people has no column "idd"'),
        ('from = "visits"\nmatch = { id = "id" }\nmeasure = "sum"', "sum needs the key column"),
        ('from = "visits"\nmatch = { id = "id" }\nmeasure = "sum"\ncolumn = "scor"', 'visits has no column "scor"'),
        ('from = "visits"\nmatch = { id = "id" }\nmeasure = "sum"\ncolumn = "kind"', '"kind" is string'),
        ('from = "visits"\nmatch = { id = "id" }\nmeasure = "max"\ncolumn = "kind"\nfactor = 2', 'kind is string'),
        ('from = "visits"\nmatch = { id = "id" }\nmeasure = "share"', "share needs the key meets"),
        ('from = "visits"\nmatch = { id = "id" }\nmeasure = "ratio"\ncolumn = "score"', "can't be used with from"),
        ('from = "visits"\nmatch = { id = "id" }\nmeasure = "count"\nuntil = "id"', '"id" is string, not a date'),
        ('from = "visits"\nmatch = { id = "id" }\nmeasure = "count"\nuntil = "lef"', 'people has no column "lef"'),
        ('from = "visits"\nmatch = { id = "id" }\nmeasure = "count"\ndate = "kind"', '"kind" is string, not a date'),
        ('from = "visits"\nmatch = { id = "id" }\nmeasure = "count"\nwhere = { knd = "x" }', 'no column "knd"'),
        ('from = "visits"\nmatch = { id = "id" }\nmeasure = "count"\nwhere = { score = "x" }', "score is number"),
        ('from = "visits"\nmatch = { id = "id" }\nmeasure = "count"\nmach = 1', 'unknown key "mach"'),
        ('measure = "count"', "either from or of"),
        ('from = "visits"\nof = ["id"]\nmeasure = "count"', "either from or of"),
        ('from = "visits"\nmatch = { id = "id" }', "needs a measure"),
        ('from = "visits"\nmatch = { id = "id" }\nmeasure = "mean"\ncolumn = "score"\ndecimals = 9', "decimals"),
    ],
)  # fmt: skip
def test_a_definition_that_can_not_be_is_refused_in_its_place(make: Any, rule: str, fault: str) -> None:
    """Before any number, also of indicators that do not use it."""
    toml = f'[calculated.people.k]\n{rule}\n[indicators.n]\ntable = "people"\nmeasure = "count"\n'
    with pytest.raises(Refused) as error:
        Project.open(make(toml, TABLES, TYPES)).compute()
    found = [one for one in error.value.findings if one.column.startswith("[calculated.people.k]")]
    assert any(fault in one.fault for one in found), error.value.findings
    assert {one.file for one in found} == {"indicators.toml"}


def test_two_keys_that_lead_to_a_table_need_a_match(project: Open) -> None:
    """Which of the two is meant is not guessed."""
    types = package(places="id", moves="came>places went>places")
    toml = '[calculated.places.k]\nfrom = "moves"\n{}measure = "count"\n'
    toml += '[indicators.n]\ntable = "places"\nmeasure = "sum"\ncolumn = "k"\n'
    tables = {"places": "id\nS\nT\n", "moves": "came,went\nS,T\nS,\n"}
    found = refused(project(toml.format(""), tables, types))[0]
    assert '"came" or "went"' in found.message
    assert only(project(toml.format('match = { came = "id" }\n'), tables, types)) == 2
