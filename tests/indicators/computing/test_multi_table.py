"""People counted over several tables together, each once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from roundtable_cli import Finding, Project, Refused

Open = Callable[..., Project]

# 1 is in both; a row of nobody; 3 twice in visits, once without a sex; 4 at no date
TABLES = {
    "members": "id,sex,day\n1,f,2018-01-01\n2,m,2018-02-01\n,f,2018-01-01\n",
    "visits": "id,sex,day\n1,f,2018-04-01\n3,,2018-05-01\n3,m,2018-05-01\n4,f,\n",
}
TOML = '[indicators.n]\ntable = ["members", "visits"]\nmeasure = "unique"\ncolumn = "id"\n'


def cells(opened: Project, *by: str, **asked: Any) -> dict[Any, Any]:
    """Values by category."""
    return {
        tuple(result.category(name) for name in by) if len(by) > 1 else result.category(by[0]): result.value
        for result in opened.compute(by=by, **asked)
    }


def refused(opened: Project, **asked: Any) -> list[Finding]:
    """Why a computation is refused."""
    with pytest.raises(Refused) as error:
        opened.compute(**asked)
    return list(error.value.findings)


def test_somebody_in_two_tables_is_one_person(project: Open) -> None:
    """Seven rows: four people, two repeats, a row of nobody."""
    (found,) = project(TOML, TABLES).compute()
    assert found.value == 4
    assert (found.counts.rows, found.counts.repeats, found.counts.missing) == (7, 2, 1)


def test_the_order_of_the_tables_means_nothing(project: Open) -> None:
    """The same counts."""
    turned = TOML.replace('["members", "visits"]', '["visits", "members"]')
    (one,), (other,) = project(TOML, TABLES).compute(), project(turned, TABLES).compute()
    assert (one.value, one.counts) == (other.value, other.counts)


def test_each_table_may_have_a_column_of_its_own(project: Open) -> None:
    """Named in the order of the tables."""
    tables = TABLES | {"visits": TABLES["visits"].replace("id,", "visitor,", 1)}
    toml = TOML.replace('"id"', '["id", "visitor"]')
    assert project(toml, tables).compute()[0].value == 4


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
def test_each_table_may_have_a_date_of_its_own(make: Callable[..., Path], engine: str) -> None:
    """Of two dates of visits the one that is named; one of them along a key, one with a time of day."""
    tables = {
        "courses": "course,begins\nA,2018-01-10\nB,2018-04-02\n",
        "members": "id,course\n1,A\n2,B\n2,A\n",
        "visits": "id,booked,came\n1,2018-01-05,2018-04-01T09:30\n3,2018-01-05,2018-07-01T23:59\n4,2018-04-05,\n",
    }
    key = {"fields": "course", "reference": {"resource": "courses", "fields": "course"}}
    schemas = {"courses": {"primaryKey": "course"}, "members": {"foreignKeys": [key]}, "visits": {}}
    resources = [{"name": name, "path": f"{name}.csv", "schema": schema} for name, schema in schemas.items()]
    toml = TOML + 'date = ["course.begins", "came"]\n'
    opened = Project.open(make(toml, tables, {"resources": resources}), engine=engine)
    # 1 began in the first quarter and came in the second; 2 began in both; 3 came on an evening of the third.
    quarters = ("2018Q1", "2018Q2", "2018Q3", "not recorded", "total")
    assert cells(opened, "quarter") == dict(zip(quarters, (2, 2, 1, 1, 4), strict=True))
    opened = Project.open(make(toml + 'dedupe = "first"\n', tables, {"resources": resources}), engine=engine)
    assert cells(opened, "quarter") == dict(zip(quarters, (2, 0, 1, 1, 4), strict=True))


def test_categories_are_those_of_each_row_in_its_own_table(project: Open) -> None:
    """3 is once a man and once of no sex: in two categories, and once in the total."""
    results = project(TOML, TABLES).compute(by=["sex"])
    assert [(result.category("sex"), result.value, result.counts.rows) for result in results] == [
        ("f", 2, 4),
        ("m", 2, 2),
        ("not recorded", 1, 1),
        ("total", 4, 7),
    ]
    assert results[-1].counts.overlap == 1


def test_a_dimension_may_be_another_column_in_each_table(project: Open) -> None:
    """And spelled differently."""
    tables = {"members": "id,p\n1,S1\n2,S2\n", "visits": "id,q\n1,one\n3,ONE\n2,\n"}
    toml = TOML + (
        '[dimensions.place]\ncolumns = { members = "p", visits = "q" }\n'
        'categories.S1 = { aliases = ["one"] }\ncategories.S9 = {}\n'
    )
    opened = project(toml, tables)
    assert cells(opened, "place") == {"S1": 2, "S9": 0, "S2": 1, "not recorded": 1, "total": 3}
    assert opened.compute(where={"place": "S1"})[0].value == 2


def test_a_cross_table_has_both_margins(project: Open) -> None:
    """Sex by quarter."""
    found = cells(project(TOML, TABLES), "sex", "quarter")
    assert found[("f", "2018Q1")] == found[("f", "2018Q2")] == found[("f", "not recorded")] == 1
    assert (found[("f", "total")], found[("total", "2018Q1")], found[("total", "2018Q2")]) == (2, 2, 2)
    assert found[("total", "total")] == 4


def test_a_period_takes_the_rows_of_both(project: Open) -> None:
    """Those without a date stand outside."""
    opened = project(TOML, TABLES)
    first, year = opened.compute(period="2018Q1")[0], opened.compute(period="2018")[0]
    assert (first.value, first.counts.rows, first.counts.outside) == (2, 3, 1)
    assert (year.value, year.counts.rows, year.counts.outside) == (3, 6, 1)
    assert opened.compute(period="2017")[0].value == 0


def test_a_table_without_a_date_leaves_no_value_in_a_period(project: Open) -> None:
    """With the reason; all rows together it has one."""
    tables = TABLES | {"visits": "id\n1\n7\n"}
    opened = project(TOML, tables)
    results = opened.compute(period="2018")
    assert results[0].value is None
    assert [note.kind for note in results.notes] == ["no-date"]
    assert opened.compute()[0].value == 3
    assert "visits has no date" in refused(opened, by=["quarter"])[0].fault


def test_first_is_first_in_either_table(project: Open) -> None:
    """1 was a member in January: her visit in April is no first."""
    opened = project(TOML + 'dedupe = "first"\n', TABLES)
    assert [opened.compute(period=period)[0].value for period in ("2018Q1", "2018Q2", "2018")] == [2, 1, 3]
    assert cells(opened, "quarter") == {"2018Q1": 2, "2018Q2": 1, "not recorded": 1, "total": 4}


def test_cumulative_values_reach_over_both(project: Open) -> None:
    """All up to the end of each quarter."""
    opened = project(TOML + 'accumulation = "cumulative"\n', TABLES)
    assert opened.compute(period="2018Q2")[0].value == 3
    assert cells(opened, "quarter") == {"2018Q1": 2, "2018Q2": 3, "not recorded": 1, "total": 4}


@pytest.mark.parametrize(
    ("assign", "expected"),
    [
        ("first", {"S2": 2, "S3": 1, "total": 3}),
        ("latest", {"S1": 1, "S2": 1, "S3": 1, "total": 3}),
    ],
)
def test_everybody_is_assigned_to_one_category_over_both(project: Open, assign: str, expected: dict[str, int]) -> None:
    """1 was first in S2, of visits, and lastly in S1, of members; 2 was once nowhere: the parts add up."""
    tables = {
        "members": "id,place,day\n1,S1,2018-02-01\n2,S2,2018-02-01\n",
        "visits": "id,place,day\n1,S2,2018-01-01\n3,S3,2018-05-01\n2,,2018-01-01\n",
    }
    toml = TOML + f'[dimensions.place]\ncolumn = "place"\nassign = "{assign}"\n'
    assert cells(project(toml, tables), "place") == expected


def test_conditions_hold_in_each_table(project: Open) -> None:
    """Those of the definition and those of the request; a value that one of the tables has is known."""
    opened = project(TOML, TABLES)
    assert [opened.compute(where={"sex": sex})[0].value for sex in ("f", "m")] == [2, 2]
    assert project(TOML + 'where = { sex = "f" }\n', TABLES).compute()[0].value == 2
    only = TABLES | {"visits": TABLES["visits"].replace(",m,", ",x,")}
    assert project(TOML, only).compute(where={"sex": "x"})[0].value == 1
    assert "sex" in refused(opened, where={"sex": "y"})[0].fault


def test_a_name_that_one_table_lacks_is_refused(project: Open) -> None:
    """Half of the people can't be filtered or divided."""
    opened = project(TOML, TABLES | {"visits": "id,day\n1,2018-01-01\n"})
    (found,) = refused(opened, where={"sex": "f"})
    assert (found.column, "sex" in found.fault) == ("--where", True)
    (found,) = refused(opened, by=["sex"])
    assert (found.column, "sex" in found.fault) == ("--by", True)


def test_beside_another_indicator_a_name_that_one_table_lacks_leaves_a_note(project: Open) -> None:
    """The other one is divided; this one has its total."""
    toml = TOML + '[indicators.m]\ntable = "members"\nmeasure = "count"\n'
    results = project(toml, TABLES | {"visits": "id,day\n1,2018-01-01\n"}).compute(by=["sex"])
    assert [(result.code, result.category("sex"), result.value) for result in results if result.code == "n"][-1:] == [
        ("n", "total", 2)
    ]
    assert [result.value for result in results.each("m")] == [2, 1, 3]
    assert [note.kind for note in results.notes] == ["undivided"]


def test_calculated_columns_and_tables_of_keys_take_part(project: Open) -> None:
    """Members who came, and those who only came: as known at the period's end."""
    toml = (
        '[calculated.members.came]\nfrom = "visits"\nmatch = { id = "id" }\nmeasure = "count"\ndate = "day"\n'
        '[calculated.visits.came]\nof = ["id"]\nmeasure = "count"\n'
        '[tables.seen]\nfrom = "visits"\neach = ["id"]\n'
        f"{TOML}where = {{ came = {{ min = 1 }} }}\n"
        '[indicators.all]\ntable = ["members", "seen"]\nmeasure = "unique"\ncolumn = "id"\n'
    )
    package = {
        "resources": [
            {
                "name": name,
                "path": f"{name}.csv",
                "schema": {"fields": [{"name": "id"}, {"name": "sex"}, {"name": "day", "type": "date"}]},
            }
            for name in TABLES
        ]
    }
    opened = project(toml, TABLES, package)
    assert [result.value for result in opened.compute()] == [3, 4]
    assert opened.compute(["n"], period="2018-01..2018-03")[0].value == 0
    assert opened.compute(["n"], period="2018-01..2018-04")[0].value == 1


@pytest.mark.parametrize("ids", ["A\n2\n", "1.5\n2\n"])
def test_keys_of_two_types_are_refused(project: Open, ids: str) -> None:
    """1 and "1" would be two people."""
    (found,) = refused(project(TOML, {"members": "id\n1\n2\n", "visits": f"id\n{ids}"}))
    assert found.column == "[indicators.n] column"
    assert "members.id is integer" in found.fault


def test_a_table_without_rows_adds_nobody(project: Open) -> None:
    """Whatever its columns' types might be."""
    for text in ("id\n", "id,sex\n"):
        assert project(TOML, {"members": "id\n1\n2\n", "visits": text}).compute()[0].value == 2


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('"unique"', '"count"'), "count"),
        (('column = "id"', 'column = ["id", "sex", "day"]'), "not as many columns as tables"),
        (('"visits"]', '"visit"]'), 'no table "visit"'),
        (('column = "id"', 'column = ["id", "idd"]'), 'visits has no column "idd"'),
        (('column = "id"', ""), "unique needs the key column"),
    ],
)
def test_a_definition_that_can_not_be_is_refused(make: Any, change: tuple[str, str], fault: str) -> None:
    """In its place."""
    with pytest.raises(Refused) as error:
        Project.open(make(TOML.replace(*change), TABLES)).compute()
    found = [one for one in error.value.findings if fault in one.fault]
    assert found
    assert all(one.column.startswith("[indicators.n]") for one in found)
