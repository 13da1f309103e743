"""Every row below the headings has its place: a record by its ordinal, and what is no record between them."""

from __future__ import annotations

from typing import Any

from roundtable_cli.indicators.explaining.explained_rows import RowLocation
from roundtable_cli.indicators.explaining.record_places import RecordPlaces

TOML = '[indicators.n]\ntable = "t"\nmeasure = "count"\n'
PACKAGE = {"resources": [{"name": "t", "path": ["a.csv", "b.csv"]}]}


def test_places_in_several_files(project: Any) -> None:
    """Blank rows, and rows of totals, stand where they are in their own file."""
    first = "id,n\nA,1\n\nB,2\nC,4\nTotal,7\n"
    opened = project(TOML, {"a": first, "b": "id,n\n\nD,5\n"}, PACKAGE)
    places = RecordPlaces(opened.sources["t"])
    assert [places.locate(ordinal) for ordinal in range(4)] == [
        RowLocation("a.csv", "", 2),
        RowLocation("a.csv", "", 4),
        RowLocation("a.csv", "", 5),
        RowLocation("b.csv", "", 3),
    ]
    told = [(places.locate_no_record(row), row.kind) for row in places.no_records]
    assert told == [
        (RowLocation("a.csv", "", 3), "blank-row"),
        (RowLocation("a.csv", "", 6), "total"),
        (RowLocation("b.csv", "", 2), "blank-row"),
    ]


def test_a_file_without_records(project: Any) -> None:
    """It has its place all the same, and the files after it have theirs."""
    opened = project(TOML, {"a": "id,n\n", "b": "id,n\nD,5\n"}, PACKAGE)
    places = RecordPlaces(opened.sources["t"])
    assert places.locate(0) == RowLocation("b.csv", "", 2)
    assert places.no_records == []
