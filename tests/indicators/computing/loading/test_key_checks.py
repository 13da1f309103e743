"""Tables opened for a request: the keys of large ones are looked at all at once, with the findings of row by row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.indicators.computing.loading import key_checks
from roundtable_cli.tables.checks import key_constraints

Open = Callable[..., Project]
INDICATORS = """
[dimensions.place]
column = "place.name"
[indicators.rows]
table = "people"
measure = "count"
[indicators.ids]
table = "people"
measure = "unique"
column = "id"
"""
PEOPLE, PLACES = "id,day,place\nA,1,S1\nA,2,S2\nB,1,\n", "code,name\nS1,Osh\nS2,Naryn\nS3,\n"


def package(type_: str = "string") -> dict[str, Any]:
    """People, named by an id and a day, and their places."""
    key = {"fields": ["place"], "reference": {"resource": "places", "fields": ["code"]}}
    people = [{"name": "id"}, {"name": "day", "type": type_}, {"name": "place"}]
    places = {"fields": [{"name": "code"}, {"name": "name"}], "primaryKey": "code"}
    return {
        "resources": [
            {
                "name": "people",
                "path": "people.csv",
                "schema": {"fields": people, "primaryKey": ["id", "day"], "foreignKeys": [key]},
            },
            {"name": "places", "path": "places.csv", "schema": places},
        ]
    }


def findings(project: Project) -> list[tuple[str, int | None]]:
    """What is wrong, and where."""
    try:
        project.compute(by=["place"])
    except Refused as refused:
        return [(one.code, one.row) for one in refused.findings]
    return []


class Case(NamedTuple):
    """Two tables, the type of a column that is a part of a key, and what is wrong with the keys."""

    people: str
    places: str
    type: str
    wrong: list[tuple[str, int]]


@pytest.mark.parametrize("large", [0, 10**9], ids=["at once", "row by row"])
@pytest.mark.parametrize(
    "case",
    [
        Case(PEOPLE, PLACES, "string", []),
        Case(PEOPLE, PLACES, "integer", []),
        Case(PEOPLE + "A,2,S1\n", PLACES, "string", [("primary-key", 5)]),
        Case(PEOPLE + "A,,S1\n", PLACES, "string", [("primary-key", 5)]),
        Case(PEOPLE + "C,1,S9\n", PLACES, "string", [("foreign-key", 5)]),
        Case(PEOPLE, PLACES + "S1,Ala\n", "string", [("primary-key", 5)]),
        Case(PEOPLE, PLACES + ",Ala\n", "string", [("primary-key", 5)]),
        Case(PEOPLE + "A,x,S1\n", PLACES, "integer", []),
        Case(PEOPLE + "A,01,S1\n", PLACES, "integer", [("primary-key", 5)]),
    ],
)
def test_keys_are_checked_in_tables_of_any_size(
    project: Open, monkeypatch: pytest.MonkeyPatch, large: int, case: Case
) -> None:
    """Every key is there, once, and leads to a row. Of a key's column no number reads, another text is no fault."""
    monkeypatch.setattr(key_checks, "BULK_CHECK_ROWS", large)
    tables = {"people": case.people, "places": case.places}
    assert findings(project(INDICATORS, tables, package(case.type))) == case.wrong


def test_a_sound_key_of_a_large_table_is_not_looked_at_row_by_row(
    project: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only where something is wrong must its row be found."""
    opened = project(INDICATORS, {"people": PEOPLE, "places": PLACES}, package())
    monkeypatch.setattr(key_checks, "BULK_CHECK_ROWS", 0)
    monkeypatch.setattr(key_constraints, "check_primary_key", None)
    monkeypatch.setattr(key_constraints, "check_foreign_key", None)

    assert [result.value for result in opened.compute()] == [3, 2]
    assert findings(opened) == []


def test_keys_of_two_types_meet_as_texts(project: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the size of their tables: 1 of one type is "1" of another."""
    assert not key_checks.are_keys_comparable([], [])
    monkeypatch.setattr(key_checks, "BULK_CHECK_ROWS", 0)
    written = package()
    written["resources"][0]["schema"]["fields"][2]["type"] = "list"
    written["resources"][1]["schema"]["fields"][0]["type"] = "list"

    assert findings(project(INDICATORS, {"people": PEOPLE, "places": PLACES}, written)) == []
