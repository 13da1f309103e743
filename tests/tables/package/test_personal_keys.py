"""Columns that a key ties to a personal one."""

from __future__ import annotations

from pathlib import Path

from roundtable_cli.tables.package.personal_keys import mark_tied_columns
from roundtable_cli.tables.table import DataPackage, Field, ForeignKey, Table


def package(*tables: Table) -> DataPackage:
    """The tables, without files."""
    return DataPackage(Path(), {table.name: table for table in tables})


def personal(marked: DataPackage) -> dict[str, set[str]]:
    """The personal columns of each table."""
    return {name: {*table.personal_names} for name, table in marked.tables.items()}


PEOPLE = Table("people", (), (Field("passport", personal=True), Field("village")))
VISITS = Table(
    "visits", (), (Field("who"), Field("day")), foreign_keys=(ForeignKey(("who",), "people", ("passport",)),)
)
PAYMENTS = Table("payments", (), None, foreign_keys=(ForeignKey(("guest",), "visits", ("who",)),))


def test_a_key_that_leads_to_a_personal_column_is_personal() -> None:
    """Through several keys, and where the schema does not declare it."""
    marked = mark_tied_columns(package(PEOPLE, VISITS, PAYMENTS))
    assert personal(marked) == {"people": {"passport"}, "visits": {"who"}, "payments": {"guest"}}
    assert marked.tables["payments"].fields is None


def test_the_column_that_a_personal_key_leads_to_is_personal() -> None:
    """The two hold the same values."""
    people = PEOPLE._replace(fields=(Field("passport"), Field("village")))
    visits = VISITS._replace(fields=(Field("who", personal=True), Field("day")))
    assert personal(mark_tied_columns(package(people, visits))) == {"people": {"passport"}, "visits": {"who"}}


def test_other_tables_stay_as_they_are() -> None:
    """A key between columns that are not personal makes none of them so, and one may lead nowhere."""
    people = PEOPLE._replace(fields=(Field("passport"), Field("name", personal=True)))
    marked = mark_tied_columns(
        package(people, VISITS, PAYMENTS._replace(foreign_keys=(ForeignKey(("a",), "b", ("c",)),)))
    )
    assert marked.tables["visits"] is VISITS
    assert personal(marked)["payments"] == set()
