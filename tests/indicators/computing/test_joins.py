"""Columns of other tables, along foreign keys: no row is lost, and none is there twice."""

from __future__ import annotations

from typing import Any

import pytest

from tests.indicators.computing.register_project import COUNT, PEOPLE, TABLE, Open, cells, refused


def joined(*keys: str) -> dict[str, Any]:
    """Table `t` whose `place` refers to the `code` of `places`, which declares a primary key if told so."""
    key = {"fields": "place", "reference": {"resource": "places", "fields": "code"}}
    return {
        "resources": [
            {"name": "t", "path": "t.csv", "schema": {"foreignKeys": [key]}},
            {"name": "places", "path": "places.csv", "schema": {"primaryKey": [*keys]} if keys else {}},
        ]
    }


@pytest.mark.parametrize("keys", [(), ("code",)])
def test_a_key_that_is_there_twice_is_refused_not_joined(project: Open, keys: tuple[str, ...]) -> None:
    """S1's rows would be counted twice; the second one's row is named."""
    tables = TABLE | {"places": "code,district\nS1,D1\nS2,D1\nS1,D2\n"}
    found = refused(project(COUNT, tables, joined(*keys)), by=["place.district"])
    assert {(finding.code, finding.file, finding.row) for finding in found} == {("primary-key", "places.csv", 4)}


def test_a_join_multiplies_no_rows(project: Open) -> None:
    """7 rows stay 7: a blank key meets no blank key, and a place that nobody names adds nothing."""
    tables = TABLE | {"places": "code,district\nS1,D1\nS2,D2\n,D3\n,D4\nS9,D5\n"}
    results = project(COUNT, tables, joined()).compute(by=["place.district"])
    assert cells(results) == {("D1",): 3, ("D2",): 3, ("not recorded",): 1, ("total",): 7}


def test_a_join_changes_no_number(project: Open) -> None:
    """With and without a condition along it that excludes nothing."""
    tables = TABLE | {"places": "code,district\nS1,D1\nS2,D2\n"}
    opened = project(PEOPLE, tables, joined("code"))
    narrowed = opened.compute(where={"place.district": {"not": ["D1"]}})[0]
    assert (narrowed.value, narrowed.counts.rows) == (3, 4)  # a, c and d: S2's three rows, and c's without a place
    plain, along = opened.compute()[0], opened.compute(by=["place.district"])[-1]
    assert (plain.value, plain.counts.rows) == (along.value, along.counts.rows) == (4, 7)


def test_a_key_that_is_not_in_the_other_table_is_refused_with_its_row(project: Open) -> None:
    """Not counted as not recorded in silence."""
    tables = TABLE | {"places": "code,district\nS1,D1\n"}
    found = refused(project(COUNT, tables, joined("code")), by=["place.district"])
    assert [(finding.code, finding.file, finding.row, finding.column) for finding in found] == [
        ("foreign-key", "t.csv", row, "place") for row in (3, 7, 8)
    ]
