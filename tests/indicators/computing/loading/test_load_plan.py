"""What is read of a table, and so what is refused: only the numbers that read a faulty column."""

from __future__ import annotations

from typing import Any

import pytest

from roundtable_cli import Finding
from tests.indicators.computing.register_project import COUNT, PEOPLE, Open, refused

BROKEN = {
    "t": "id,age,place,usd\n1,20,S1,5\n2,young,S9,6\n3,-4,,7\n3,30,S1,x\n",
    "places": "code,district\nS1,D1\n",
}

DECLARED = {
    "resources": [
        {
            "name": "t",
            "path": "t.csv",
            "schema": {
                "fields": [
                    {"name": "id", "constraints": {"unique": True}},
                    {"name": "age", "type": "integer", "constraints": {"minimum": 0}},
                    {"name": "place", "constraints": {"required": True}},
                    {"name": "usd", "type": "number"},
                ],
                "foreignKeys": [{"fields": "place", "reference": {"resource": "places", "fields": "code"}}],
            },
        },
        {"name": "places", "path": "places.csv", "schema": {"primaryKey": "code"}},
    ]
}


def places(found: list[Finding]) -> list[tuple[str, int, str]]:
    """Code, row and column of each finding."""
    return sorted((finding.code, finding.row or 0, finding.column) for finding in found)


def test_a_finding_refuses_only_the_numbers_that_read_its_column(project: Open) -> None:
    """Four columns are at fault, and a count of rows reads none of them."""
    assert project(COUNT, BROKEN, DECLARED).compute()[0].value == 4


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"by": ["age"]}, [("constraint-error", 4, "age"), ("type-error", 3, "age")]),
        ({"where": {"age": 20}}, [("constraint-error", 4, "age"), ("type-error", 3, "age")]),
        ({"by": ["id"]}, [("constraint-error", 5, "id")]),
        ({"by": ["place"]}, [("constraint-error", 4, "place")]),
        ({"by": ["usd"]}, [("type-error", 5, "usd")]),
        ({"by": ["place.district"]}, [("constraint-error", 4, "place"), ("foreign-key", 3, "place")]),
    ],
)
def test_a_number_that_reads_a_column_is_refused_with_all_its_findings(
    project: Open, asked: dict[str, Any], expected: list[tuple[str, int, str]]
) -> None:
    """Each with the row that a spreadsheet shows."""
    assert places(refused(project(COUNT, BROKEN, DECLARED), **asked)) == expected


def test_the_findings_of_all_columns_and_tables_come_in_one_refusal(project: Open) -> None:
    """Nobody corrects one cell to learn of the next."""
    toml = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "usd"\nwhere = { age = { min = 1 } }\n'
    other = '[indicators.m]\ntable = "u"\nmeasure = "sum"\ncolumn = "v"\n'
    package = {
        "resources": [
            *DECLARED["resources"],
            {"name": "u", "path": "u.csv", "schema": {"fields": [{"name": "v", "type": "integer"}]}},
        ]
    }
    opened = project(toml + other, BROKEN | {"u": "v\n1\ny\n"}, package)
    assert places(refused(opened)) == [
        ("constraint-error", 4, "age"),
        ("type-error", 3, "age"),
        ("type-error", 3, "v"),
        ("type-error", 5, "usd"),
    ]


def test_a_repeated_primary_key_refuses_only_what_reads_it(project: Open) -> None:
    """A sum of amounts reads amounts; the copy of a key is for `check` to speak of."""
    toml = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "usd"\n' + PEOPLE.replace(".n]", ".m]")
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"primaryKey": "id"}}]}
    opened = project(toml, {"t": "id,usd\n1,5\n1,6\n"}, package)
    assert [finding.code for finding in refused(opened, ("m",))] == ["primary-key"]
    assert opened.compute(["n"])[0].value == 11


def test_a_ragged_row_refuses_its_table(project: Open) -> None:
    """Which cells are whose can't be told."""
    (finding,) = refused(project(COUNT, {"t": "id,sex\n1,f\n2\n"}))
    assert (finding.code, finding.row) == ("missing-cell", 3)
