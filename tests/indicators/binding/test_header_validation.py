"""Definitions against headers and declared types: every fault at once, and before any row is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

from roundtable_cli import Finding, Project, Refused

Open = Callable[..., Project]

COUNT = '[indicators.n]\ntable = "people"\nmeasure = "count"\n'
PEOPLE = {"people": "id,sex,age,joined_on\n1,f,20,2018-01-05\n"}
TYPED = [
    {"name": "id", "type": "string"},
    {"name": "sex", "type": "string"},
    {"name": "age", "type": "integer"},
    {"name": "joined_on", "type": "date"},
    {"name": "tags", "type": "list"},
    {"name": "active", "type": "boolean"},
]


def package(*fields: Mapping[str, Any], name: str = "people", **schema: object) -> dict[str, Any]:
    """A package of one table."""
    return {"resources": [{"name": name, "path": f"{name}.csv", "schema": {"fields": list(fields), **schema}}]}


def faults(opened: Project, codes: Iterable[str] = (), **asked: Any) -> list[Finding]:
    """What a computation is refused for."""
    with pytest.raises(Refused) as refused:
        opened.compute(codes, **asked)
    return list(refused.value.findings)


@pytest.mark.parametrize(
    ("indicators", "place", "wrong", "nearest"),
    [
        (COUNT.replace('"people"', '"peple"'), "[indicators.n] table", "peple", "people"),
        (COUNT + 'where = { sxe = "f" }\n', "[indicators.n] where", "sxe", "sex"),
        (COUNT + 'date = "joined"\n', "[indicators.n] date", "joined", "joined_on"),
        (COUNT.replace("count", "unique") + 'column = "idd"\n', "[indicators.n] column", "idd", "id"),
        (COUNT.replace("count", "share") + 'meets = { sxe = "f" }\n', "[indicators.n] meets", "sxe", "sex"),
        (COUNT + '[dimensions.sex]\ncolumn = "sxe"\n', "[dimensions.sex]", "sxe", "sex"),
        (COUNT + '[dimensions.sex]\ncolumns = { people = "sxe" }\n', "[dimensions.sex]", "sxe", "sex"),
        (COUNT + '[dimensions.sex]\ncolumns = { peple = "sex" }\n', "[dimensions.sex]", "peple", "people"),
        (
            COUNT + '[dimensions.sex]\ncolumn = "sex"\ncategories = { table = "peple", label = "sex" }\n',
            "[dimensions.sex]",
            "peple",
            "people",
        ),
        (
            COUNT + "[dimensions.young]\ncategories.yes = { where = { agee = { max = 17 } } }\n",
            "[dimensions.young]",
            "agee",
            "age",
        ),
    ],
)
def test_a_name_that_no_table_has_is_refused_with_the_nearest(
    project: Open, indicators: str, place: str, wrong: str, nearest: str
) -> None:
    """The file, the section and the key are named, whatever was asked for."""
    (finding,) = faults(project(indicators, PEOPLE))
    assert finding.file == "indicators.toml"
    assert finding.column.startswith(place)
    assert f'"{wrong}"' in finding.fault
    assert f'"{nearest}"' in finding.remedy


def test_the_faults_of_all_definitions_are_reported_together(project: Open) -> None:
    """Those of indicators and dimensions that were not asked for, too."""
    toml = (
        COUNT
        + '[indicators.a]\ntable = "peple"\nmeasure = "count"\n'
        + '[indicators.b]\ntable = "people"\nmeasure = "unique"\ncolumn = "idd"\nwhere = { sxe = "f" }\n'
        + '[dimensions.c]\ncolumn = "nowhere"\n'
    )
    found = faults(project(toml, PEOPLE), ["n"])
    assert {finding.column for finding in found} == {
        "[indicators.a] table",
        "[indicators.b] column",
        "[indicators.b] where",
        "[dimensions.c]",
    }


def test_two_faults_in_one_where_are_both_reported(project: Open) -> None:
    """The second wrong name is not kept for the next run."""
    found = faults(project(COUNT + 'where = { sxe = "f", agee = 3 }\n', PEOPLE))
    assert [("sxe" in f.fault, "agee" in f.fault) for f in found] == [(True, False), (False, True)]


def test_two_faults_in_one_dimension_are_both_reported(project: Open) -> None:
    """Each table's wrong column is named."""
    tables = PEOPLE | {"grants": "id,sex\n1,f\n"}
    found = faults(project(COUNT + '[dimensions.sex]\ncolumns = { people = "sxe", grants = "sx" }\n', tables))
    assert sorted(finding.fault.split('"')[1] for finding in found) == ["sx", "sxe"]


def test_definitions_are_judged_before_any_row_is_read(project: Open) -> None:
    """A wrong name is all that is said of a table whose rows are at fault as well."""
    opened = project(COUNT + 'where = { sxe = "f" }\n', {"people": "id,sex\n1,f,one cell too many\n2\n"})
    assert [finding.column for finding in faults(opened)] == ["[indicators.n] where"]


@pytest.mark.parametrize(
    ("definition", "place", "words"),
    [
        ('measure = "sum"\ncolumn = "sex"', "column", "needs numbers"),
        ('measure = "mean"\ncolumn = "joined_on"', "column", "needs numbers"),
        ('measure = "min"\ncolumn = "sex"', "column", "needs numbers or dates"),
        ('measure = "max"\ncolumn = "active"', "column", "needs numbers or dates"),
        ('measure = "unique"\ncolumn = "tags"', "column", "list"),
        ('measure = "count"\ndate = "age"', "date", "not a date"),
        ('measure = "count"\nwhere = { age = "20" }', "where", "a number, without quotes"),
        ("measure = 'count'\nwhere = { sex = 3 }", "where", "in quotes"),
        ("measure = 'count'\nwhere = { active = 'yes' }", "where", "true or false"),
        ("measure = 'count'\nwhere = { joined_on = '2018-01-05' }", "where", "without quotes"),
        ("measure = 'count'\nwhere = { sex = { min = 'a' } }", "where", "a range needs numbers or dates"),
        ("measure = 'share'\nmeets = { age = true }", "meets", "compared with true or false"),
    ],
)
def test_a_declared_type_that_does_not_fit_is_refused_unread(
    project: Open, definition: str, place: str, words: str
) -> None:
    """The rows would never have matched, or have no sum: the definition is at fault, not the data."""
    tables = {"people": "id,sex,age,joined_on,tags,active\nthis row is broken\n"}
    opened = project(f'[indicators.n]\ntable = "people"\n{definition}\n', tables, package(*TYPED))
    (finding,) = faults(opened)
    assert (finding.file, finding.column) == ("indicators.toml", f"[indicators.n] {place}")
    assert words in finding.message


def test_an_inferred_type_that_does_not_fit_is_refused_too(project: Open) -> None:
    """Types read from the rows are judged like declared ones."""
    (finding,) = faults(project('[indicators.n]\ntable = "people"\nmeasure = "sum"\ncolumn = "sex"\n', PEOPLE))
    assert finding.column == "[indicators.n] column"


@pytest.mark.parametrize("measure", ["sum", "mean", "min", "max", "unique", "latest"])
@pytest.mark.parametrize("rows", ["", "1,,\n2,,\n"])
def test_a_column_without_any_value_fits_every_measure(project: Open, measure: str, rows: str) -> None:
    """At a project's start a table has only its header, or its amounts and dates are blank."""
    toml = f'[indicators.n]\ntable = "people"\nmeasure = "{measure}"\ncolumn = "amount"\ndate = "day"\n'
    opened = project(toml, {"people": f"id,amount,day\n{rows}"})
    assert opened.compute()[0].value == (0 if measure == "unique" or (measure == "sum" and not rows) else None)


@pytest.mark.parametrize("rows", ["", "1,5,\n2,5,\n"])
def test_a_table_may_not_have_a_date_yet(project: Open, rows: str) -> None:
    """What needs a date and names none is not refused while its only date column may be the blank one."""
    latest = '[indicators.n]\ntable = "people"\nmeasure = "latest"\ncolumn = "amount"\n'
    cumulative = '[indicators.m]\ntable = "people"\nmeasure = "count"\naccumulation = "cumulative"\n'
    results = project(latest + cumulative, {"people": f"id,amount,day\n{rows}"}).compute()
    assert [result.value for result in results] == [None, 2 if rows else 0]


@pytest.mark.parametrize("rows", ["", "1,,\n2,,\n"])
def test_a_column_without_any_value_can_be_broken_down_by(project: Open, rows: str) -> None:
    """In bands, and by time: all rows are not recorded."""
    bands = '[dimensions.age_group]\ncolumn = "age"\nbands = [14, 18]\n'
    opened = project(COUNT + 'date = "day"\n' + bands, {"people": f"id,age,day\n{rows}"})
    for by in ("age_group", "quarter"):
        results = opened.compute(by=[by])
        blank = results.of("n", ((by, "not recorded"),))
        assert results[-1].value == (2 if rows else 0)
        assert (blank.value if blank else 0) == (2 if rows else 0)


@pytest.mark.parametrize(
    ("indicator", "words"),
    [
        ('measure = "latest"\ncolumn = "age"', "latest needs a date"),
        ('measure = "count"\naccumulation = "cumulative"', "needs a date"),
        ('measure = "unique"\ncolumn = "id"\ndedupe = "first"', "needs a date"),
    ],
)
@pytest.mark.parametrize("header", ["id,age\n1,20\n", "id,age,a,b\n1,20,2018-01-01,2018-01-02\n"])
def test_what_needs_a_date_is_refused_where_none_or_several_could_be_meant(
    project: Open, indicator: str, words: str, header: str
) -> None:
    """The remedy is to name it."""
    (finding,) = faults(project(f'[indicators.n]\ntable = "people"\n{indicator}\n', {"people": header}))
    assert words in finding.fault
    assert "date" in finding.remedy


def test_a_dimension_that_is_defined_by_itself_is_refused(project: Open) -> None:
    """Categories by condition that test their own dimension have no meaning."""
    circle = (
        '[dimensions.a]\ncategories.x = { where = { b = "y" } }\n'
        '[dimensions.b]\ncategories.y = { where = { a = "x" } }\n'
    )
    with pytest.raises(Refused, match="circle") as refused:
        project(COUNT + circle, PEOPLE)
    assert {finding.column for finding in refused.value.findings} == {"[dimensions.a]", "[dimensions.b]"}


def test_categories_from_a_table_need_its_key(project: Open) -> None:
    """Without a primary key of one column there are no codes."""
    tables = PEOPLE | {"sexes": "code,name\nf,women\n"}
    dimension = '[dimensions.sex]\ncolumn = "sex"\ncategories = { table = "sexes", label = "name" }\n'
    (finding,) = faults(project(COUNT + dimension, tables))
    assert (finding.column, "primaryKey" in finding.remedy) == ("[dimensions.sex]", True)


def test_the_labels_of_categories_are_a_column_of_their_table(project: Open) -> None:
    """A misspelt label column is refused with the nearest."""
    tables = {"people": "id,sex\n1,f\n", "sexes": "code,name\nf,women\n"}
    fields = {"sexes": ["code", "name"], "people": ["id", "sex"]}
    resources = [
        {
            "name": name,
            "path": f"{name}.csv",
            "schema": {"fields": [{"name": field} for field in names], "primaryKey": names[0]},
        }
        for name, names in fields.items()
    ]
    dimension = '[dimensions.sex]\ncolumn = "sex"\ncategories = { table = "sexes", label = "nmae" }\n'
    (finding,) = faults(project(COUNT + dimension, tables, {"resources": resources}))
    assert (finding.column, finding.remedy) == ("[dimensions.sex]", 'did you mean "name"?')


def test_a_table_without_its_file_is_refused(project: Open) -> None:
    """The file's name is in the message."""
    (finding,) = faults(project(COUNT, {}, package({"name": "id"})))
    assert "people.csv" in finding.message


def test_a_column_that_the_header_has_twice_can_not_be_named(project: Open) -> None:
    """Which of the two is meant is not guessed."""
    opened = project(COUNT + 'where = { sex = "f" }\n', {"people": "id,sex,sex\n1,f,m\n"})
    (finding,) = faults(opened)
    assert 'more than one column "sex"' in finding.fault


def test_a_value_of_a_definition_that_nothing_has_is_refused_at_its_key(project: Open) -> None:
    """`where` and `meets` each say which of them is wrong, and the nearest value."""
    share = '[indicators.n]\ntable = "people"\nmeasure = "share"\n'
    tables = {"people": "id,sex\n1,female\n2,male\n"}
    (finding,) = faults(project(share + 'meets = { sex = "femal" }\n', tables))
    assert (finding.file, finding.column) == ("indicators.toml", "[indicators.n] meets")
    (finding,) = faults(project(COUNT + 'where = { sex = "femal" }\n', tables))
    assert (finding.file, finding.column) == ("indicators.toml", "[indicators.n] where")
    assert '"female"' in finding.remedy
