"""A table of keys: it has the fields and the foreign keys of the table that it is made from, and no file."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli.errors import Refused
from roundtable_cli.tables.key_table import KeySource
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, ForeignKey
from tests.tables.test_source import opened


def origin(folder: Path) -> Source:
    """Visits of people at places."""
    keys = (ForeignKey(("place",), "places", ("code",)), ForeignKey(("day",), "days", ("day",)))
    files = {"q1.csv": "person,place,day\n1,S01,1\n2,S02,1\n", "q2.csv": "person,place,day\n1,S01,2\n"}
    return opened(folder, files, Field("person", "integer"), fields_match="subset", foreign_keys=keys)


def test_a_table_of_keys_has_the_fields_of_its_origin(tmp_path: Path) -> None:
    """Declared and inferred ones; its columns are its primary key, with the foreign keys that they hold."""
    visits = origin(tmp_path)
    people = KeySource("people", visits, ("person", "place"))

    assert people.column_names == ["person", "place"]
    assert people.get_field("person") == Field("person", "integer")
    assert people.get_field("place") is visits.get_field("place")
    assert people.table.primary_key == ("person", "place")
    assert [key.resource for key in people.table.foreign_keys] == ["places"]
    with pytest.raises(Refused, match='people has no column "day"'):
        people.get_field("day")


def test_its_cells_are_those_of_the_rows_that_hold_the_keys(tmp_path: Path) -> None:
    """What is wrong in a key is named where it stands in a file; a row of its own is of no one row."""
    visits = origin(tmp_path)
    people = KeySource("people", visits, ("person",))

    assert (people.origin, people.is_key_table, visits.origin, visits.is_key_table) == (visits, True, visits, False)
    assert people.raw_cells("person") == ["1", "2", "1"]
    assert [*people.row_places()] == [*visits.row_places()] == [("q1.csv", 2), ("q1.csv", 3), ("q2.csv", 2)]
    assert people.locate_rows([1, 0]) == [("people", None), ("people", None)]
    assert visits.locate_rows([2, 0]) == [("q2.csv", 2), ("q1.csv", 2)]


def test_it_can_be_judged_before_a_row_is_read(tmp_path: Path) -> None:
    """An undeclared key then fits any use."""
    visits = origin(tmp_path)
    sketch = KeySource("people", visits, ("person", "place")).without_rows()

    assert sketch.get_field("place") == Field("place", inferred=True, is_untyped=True)
    assert sketch.get_field("person") == Field("person", "integer")
    assert sketch.is_key_table
    assert not visits.is_read
