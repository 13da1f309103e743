"""A name that a table lacks is answered with the column that its keys lead to, or with the key to declare."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from roundtable_cli import Finding, Project, Refused

Open = Callable[..., Project]
TABLES = {
    "districts": "code,oblast\nD1,Chui\n",
    "people": "id,district,born\nP1,D1,2001-05-04\n",
    "courses": "course,begins,district\nC1,2026-01-10,D1\n",
    "visits": "person,course,client\nP1,C1,P1\n",
}


def reference(column: str, table: str, key: str) -> dict[str, Any]:
    """A foreign key."""
    return {"fields": column, "reference": {"resource": table, "fields": key}}


PACKAGE = {
    "resources": [
        {"name": "districts", "path": "districts.csv", "schema": {"primaryKey": "code"}},
        {
            "name": "people",
            "path": "people.csv",
            "schema": {
                "fields": [{"name": "born", "type": "date", "rt:personal": True}],
                "fieldsMatch": "subset",
                "primaryKey": "id",
                "foreignKeys": [reference("district", "districts", "code")],
            },
        },
        {"name": "courses", "path": "courses.csv", "schema": {"primaryKey": "course"}},
        {
            "name": "visits",
            "path": "visits.csv",
            "schema": {"foreignKeys": [reference("person", "people", "id"), reference("course", "courses", "course")]},
        },
    ]
}
COUNT = '[indicators.n]\ntable = "visits"\nmeasure = "unique"\ncolumn = "person"\n'


def refused(project: Open, toml: str, **asked: Any) -> Finding:
    """The one fault of a request."""
    with pytest.raises(Refused) as error:
        project(toml, TABLES, PACKAGE).compute(["n"], **asked)
    (finding,) = error.value.findings
    return finding


def test_a_column_of_a_linked_table_is_named_with_its_path(project: Open) -> None:
    """Through one key, or through two."""
    assert refused(project, COUNT.replace('"person"', '"born"')).remedy == 'did you mean "person.born"?'
    found = refused(project, COUNT.replace('"person"', '"oblast"'))
    assert found.remedy == 'did you mean "person.district.oblast"?'
    both = refused(project, COUNT.replace('"person"', '"district"'))
    assert both.remedy == 'did you mean "person.district" or "course.district"?'


def test_a_path_along_no_key_says_which_to_declare(project: Open) -> None:
    """Ready to be copied, where only one table can be meant."""
    found = refused(project, COUNT.replace('"person"', '"client.born"'))
    assert found.fault == 'visits has no column "client.born"'
    assert found.remedy == (
        'if "client" holds the keys of people, write "foreignKeys": [{ "fields": "client", "reference": '
        '{ "resource": "people", "fields": "id" } }] into the "schema" of visits in datapackage.json'
    )
    several = refused(project, COUNT.replace('"person"', '"client.district"'))
    assert (
        several.remedy == 'declare in datapackage.json to which table "client" leads: rt-stats guide files foreignKeys'
    )


def test_a_dimension_is_told_its_column_in_a_table(project: Open) -> None:
    """Along the key, ready to be copied."""
    found = refused(project, COUNT + '[dimensions.oblast]\ncolumn = "oblast"\n', by=["oblast"])
    assert 'columns = { visits = "person.district.oblast" } in [dimensions.oblast]' in found.remedy


def test_a_date_along_a_key_is_named(project: Open) -> None:
    """Not the date of birth, which is personal."""
    found = refused(project, COUNT + 'dedupe = "first"\n')
    assert found.remedy == 'name the column: date = "course.begins"'


def test_ages_of_a_table_without_dates_are_those_on_a_day(project: Open) -> None:
    """The calculated column to write is told; where a date can be named, the date."""
    ages = '[dimensions.age]\ncolumn = "person.born"\ncolumns.people = "born"\nbands = [18]\n'
    people = COUNT.replace('"visits"', '"people"').replace('"person"', '"id"')
    found = refused(project, people + ages, by=["age"])
    assert "for the age on one day, write [calculated.people.age]" in found.remedy
    assert refused(project, COUNT + ages, by=["age"]).remedy == 'write date = "course.begins" in [indicators.n]'
