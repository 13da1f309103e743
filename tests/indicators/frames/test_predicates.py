"""Which rows a condition keeps, in every spelling and type; a value that nothing has is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from roundtable_cli import Finding, Project, Refused
from roundtable_cli.indicators.definitions.conditions import parse_where_option
from roundtable_cli.indicators.frames import spellings, view

Open = Callable[..., Project]

# Every row weighs another power of two, so that a sum says which rows it is of.
ROWS = """w,sex,age,score,joined_on,at,active,topics,school_year,month
1,female,17,0.5,2018-01-31,2018-06-30T10:00:00,yes,sport|ecology,2017,2018-05
2,male,18,1.0,2018-06-30,2018-06-29T23:59:59,no,sport,2018,2018-06
4,female,24,1.5,2018-07-01,2018-07-01T00:00:00,yes,leisure,2019,2018-07
8,,,,,,,,,
16,male,25,2.0,2019-01-01,2018-06-30T00:00:00,no,"ecology|leisure|sport",2018,2018-06
"""
TYPES: dict[str, dict[str, Any]] = {
    "w": {"type": "integer"},
    "sex": {"type": "string"},
    "age": {"type": "integer"},
    "score": {"type": "number"},
    "joined_on": {"type": "date"},
    "at": {"type": "datetime"},
    "active": {"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]},
    "topics": {"type": "list", "delimiter": "|"},
    "school_year": {"type": "year"},
    "month": {"type": "yearmonth"},
}
SUM = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "w"\ndate = "joined_on"\n'
DIMENSIONS = """
[dimensions.gender]
label = { en = "Sex" }
column = "sex"
categories.female = { label = { en = "women", ru = "женщины" }, aliases = ["f", "жен."] }
categories.male = { aliases = ["m"] }
categories.other = {}
[dimensions.ages]
column = "age"
bands = [18, 20, 25]
[dimensions.years]
column = "school_year"
[dimensions.topic]
column = "topics"
categories.sport = { aliases = ["спорт"] }
categories.safety = {}
[dimensions.minor]
categories.yes = { where = { age = { below = 18 } } }
categories.no = { where = { age = { min = 18 } } }
[project]
languages = ["en", "ru"]
"""


def package(**changes: dict[str, Any]) -> dict[str, Any]:
    """The declared table, with more said of some fields."""
    fields = [{"name": name, **type_, **changes.get(name, {})} for name, type_ in TYPES.items()]
    return {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}


@pytest.fixture
def opened(project: Open) -> Project:
    """The table above, declared."""
    return project(SUM + DIMENSIONS, {"t": ROWS}, package())


def kept(opened: Project, where: Any) -> set[int]:
    """The weights of the rows that a condition keeps, written as in a file, or as on the command line."""
    asked = [parse_where_option(where)] if isinstance(where, str) else where
    value = opened.compute(where=asked)[0].value
    assert isinstance(value, int)
    return {1 << bit for bit in range(5) if value >> bit & 1}


def fault(opened: Project, where: Any) -> Finding:
    """Why a condition is refused."""
    with pytest.raises(Refused) as refused:
        kept(opened, where)
    (finding,) = refused.value.findings
    return finding


DAY = date(2018, 6, 30)
COUNT_PEOPLE = '[indicators.n]\ntable = "p"\nmeasure = "count"\n'
CAME = (
    '[calculated.p.came]\nfrom = "v"\nmeasure = "count"\nmatch = { id = "id" }\n'
    '[calculated.p.last]\nfrom = "v"\nmeasure = "latest"\ncolumn = "topic"\nmatch = { id = "id" }\n'
)
BOTH: list[tuple[dict[str, Any], str, set[int]]] = [
    ({"sex": "female"}, "sex=female", {1, 4}),
    ({"sex": ["female", "male"]}, "sex=female,male", {1, 2, 4, 16}),
    ({"sex": {"not": "female"}}, "sex!=female", {2, 8, 16}),
    ({"sex": {"not": ["female", "male"]}}, "sex!=female,male", {8}),
    ({"sex": {"missing": True}}, "sex=", {8}),
    ({"sex": {"missing": False}}, "sex!=", {1, 2, 4, 16}),
    ({"age": 18}, "age=18", {2}),
    ({"age": {"not": 18}}, "age!=18", {1, 4, 8, 16}),
    ({"age": {"min": 18, "max": 24}}, "age=18..24", {2, 4}),
    ({"age": {"min": 18}}, "age=18..", {2, 4, 16}),
    ({"age": {"max": 18}}, "age=..18", {1, 2}),
    ({"score": 1.5}, "score=1.5", {4}),
    ({"score": [1, 2.0]}, "score=1,2.0", {2, 16}),
    ({"score": {"min": 1, "max": 1.5}}, "score=1..1.5", {2, 4}),
    ({"score": {"not": 0.5}}, "score!=0.5", {2, 4, 8, 16}),
    ({"joined_on": DAY}, "joined_on=2018-06-30", {2}),
    ({"joined_on": {"max": DAY}}, "joined_on=..2018-06-30", {1, 2}),
    ({"joined_on": {"min": DAY, "max": date(2018, 7, 1)}}, "joined_on=2018-06-30..2018-07-01", {2, 4}),
    ({"joined_on": {"missing": True}}, "joined_on=", {8}),
    ({"at": datetime(2018, 6, 29, 23, 59, 59)}, "at=2018-06-29T23:59:59", {2}),
    ({"at": {"min": DAY}}, "at=2018-06-30..", {1, 4, 16}),
    ({"at": {"max": DAY}}, "at=..2018-06-30", {1, 2, 16}),
    ({"active": True}, "active=true", {1, 4}),
    ({"active": {"not": True}}, "active!=true", {2, 8, 16}),
    ({"school_year": 2018}, "school_year=2018", {2, 16}),
    ({"school_year": {"min": 2018}}, "school_year=2018..", {2, 4, 16}),
    ({"month": "2018-06"}, "month=2018-06", {2, 16}),
    ({"topics": "sport"}, "topics=sport", {1, 2, 16}),
    ({"topics": ["ecology", "leisure"]}, "topics=ecology,leisure", {1, 4, 16}),
    ({"topics": {"not": "sport"}}, "topics!=sport", {4, 8}),
    ({"topics": {"missing": True}}, "topics=", {8}),
    ({"gender": "female"}, "gender=female", {1, 4}),
    ({"gender": "women"}, "gender=women", {1, 4}),
    ({"gender": "ЖЕНЩИНЫ"}, "gender=женщины", {1, 4}),
    ({"gender": "жен"}, "gender= Жен. ", {1, 4}),
    ({"gender": {"not": "f"}}, "gender!=F", {2, 8, 16}),
    ({"gender": "other"}, "gender=other", set()),
    ({"gender": {"missing": True}}, "gender=", {8}),
    ({"ages": "18-19"}, "ages=18-19", {2}),
    ({"ages": ["<18", "25+"]}, "ages=<18,25+", {1, 16}),
    ({"ages": {"not": "20-24"}}, "ages!=20-24", {1, 2, 8, 16}),
    ({"topic": "спорт"}, "topic=спорт", {1, 2, 16}),
    ({"topic": {"not": "sport"}}, "topic!=sport", {4, 8}),
    ({"topic": ["ecology", "leisure"]}, "topic=ecology,leisure", {1, 4, 16}),
    ({"minor": "yes"}, "minor=yes", {1}),
    ({"minor": {"not": "yes"}}, "minor!=yes", {2, 4, 8, 16}),
    ({"quarter": "2018Q2"}, "quarter=2018Q2", {2}),
]


@pytest.mark.parametrize(("in_a_file", "on_the_command_line", "weights"), BOTH)
def test_a_condition_keeps_the_same_rows_in_both_spellings(
    opened: Project, in_a_file: dict[str, Any], on_the_command_line: str, weights: set[int]
) -> None:
    """Whatever the type; a missing value is kept by `not` alone."""
    assert kept(opened, in_a_file) == weights
    assert kept(opened, on_the_command_line) == weights


@pytest.mark.parametrize(
    ("where", "weights"),
    [
        ({"age": {"above": 17, "below": 25}}, {2, 4}),
        ({"score": {"above": 1, "max": 2}}, {4, 16}),
        ({"joined_on": {"above": DAY}}, {4, 16}),
        ({"joined_on": {"below": DAY}}, {1}),
        ({"at": {"below": DAY}}, {2}),
        ({"at": {"above": date(2018, 6, 29)}}, {1, 4, 16}),
        ({"at": {"above": datetime(2018, 6, 30)}}, {1, 4}),
        ({"age": {"min": 17.5}}, {2, 4, 16}),
        ({"age": {"min": 18, "not": 24}}, {2, 16}),
        ({"sex": "male", "age": {"max": 20}}, {2}),
        ({"age": {"min": 18, "missing": False}}, {2, 4, 16}),
    ],
)
def test_strict_and_joined_tests_hold_too(opened: Project, where: dict[str, Any], weights: set[int]) -> None:
    """`above` and `below` leave their bound out, a day with all its hours; all tests must hold."""
    assert kept(opened, where) == weights


def test_several_conditions_must_all_hold(opened: Project) -> None:
    """Repeated options narrow each other, on one name too."""
    asked = [parse_where_option("sex!=male"), parse_where_option("age=18.."), parse_where_option("topics=leisure")]
    assert opened.compute(where=asked)[0].value == 4
    assert opened.compute(where=[parse_where_option("age!=17"), parse_where_option("age!=18")])[0].value == 4 + 8 + 16


@pytest.mark.parametrize(("in_a_file", "_", "weights"), BOTH)
def test_a_where_of_the_definitions_keeps_the_rows_that_the_option_keeps(
    project: Open, in_a_file: dict[str, Any], _: str, weights: set[int]
) -> None:
    """One grammar, one meaning."""

    def toml(value: Any) -> str:
        if isinstance(value, dict):
            return "{ " + ", ".join(f"{key} = {toml(item)}" for key, item in value.items()) + " }"
        if isinstance(value, list):
            return "[" + ", ".join(map(toml, value)) + "]"
        plain = str(value).lower() if isinstance(value, bool) else str(value)
        return f'"{value}"' if isinstance(value, str) else plain.replace(" ", "T")

    opened = project(SUM + f"where = {toml(in_a_file)}\n" + DIMENSIONS, {"t": ROWS}, package())
    assert kept(opened, None) == weights


@pytest.mark.parametrize(
    ("where", "wrong", "nearest"),
    [
        ({"sex": "femal"}, "femal", "female"),
        ({"sex": ["female", "mael"]}, "mael", "male"),
        ({"topics": "sprot"}, "sprot", "sport"),
        ({"gender": "womn"}, "womn", ""),
        ({"gender": "Femal"}, "Femal", "female"),
        ({"ages": "18-24"}, "18-24", "20-24"),
        ({"topic": "safty"}, "safty", "safety"),
        ({"minor": "yess"}, "yess", "yes"),
        ({"quarter": "2018Q9"}, "2018Q9", "2018Q"),
    ],
)
def test_a_value_that_nothing_has_is_refused_with_the_nearest(
    opened: Project, where: dict[str, Any], wrong: str, nearest: str
) -> None:
    """A typo must not give 0."""
    finding = fault(opened, where)
    assert finding.column == "--where"
    assert f'"{wrong}"' in finding.fault
    assert nearest in finding.remedy


@pytest.mark.parametrize(
    "where",
    [
        {"age": 19},
        {"score": 1.25},
        {"joined_on": date(2018, 6, 29)},
        {"at": datetime(2018, 6, 29)},
        {"school_year": 2027},
        {"month": "2027-01"},
        {"quarter": "2027Q4"},
        {"age": [19, 20]},
        {"years": "2027"},
    ],
)
def test_a_value_that_a_column_could_hold_gives_zero(opened: Project, where: dict[str, Any]) -> None:
    """Of a number or a date that no row has there are 0 rows, as of next year's period."""
    assert kept(opened, where) == set()


@pytest.mark.parametrize("where", ["sex!=x", "gender!=womn", "age!=99", "topics!=x", "minor!=x", "quarter!=2027Q1"])
def test_what_is_left_out_is_never_refused(opened: Project, where: str) -> None:
    """All rows are left where none has the value."""
    assert kept(opened, where) == {1, 2, 4, 8, 16}


def test_a_calculated_value_that_no_row_has_gives_zero(project: Open) -> None:
    """`came = 0` when all came; "art" is the last topic of nobody, but one that a visit has; "atr" is none."""
    toml = COUNT_PEOPLE + 'where = { came = 0 }\n[indicators.last]\ntable = "p"\nmeasure = "count"\n'
    toml += 'where = { last = "LAST" }\n[dimensions.topic]\ncolumn = "last"\n' + CAME
    visits = "id,day,topic\na,2018-01-01,art\na,2018-01-02,music\nb,2018-01-02,music\n"
    tables = {"p": "id\na\nb\n", "v": visits}
    opened = project(toml.replace("LAST", "Art"), tables)
    assert [result.value for result in opened.compute()] == [0, 0]
    assert opened.compute(["last"], where={"topic": "art"})[0].value == 0
    with pytest.raises(Refused, match="atr"):
        project(toml.replace("LAST", "atr"), tables).compute(["last"])


def test_a_key_of_the_table_that_a_column_refers_to_gives_zero(project: Open) -> None:
    """S3 is a place without any row yet; S4 is none."""
    package = {
        "resources": [
            {
                "name": "t",
                "path": "t.csv",
                "schema": {"foreignKeys": [{"fields": "place", "reference": {"resource": "p", "fields": "code"}}]},
            },
            {"name": "p", "path": "p.csv", "schema": {"primaryKey": "code"}},
        ]
    }
    toml = '[indicators.n]\ntable = "t"\nmeasure = "count"\n'
    opened = project(toml, {"t": "place\nS1\nS2\n", "p": "code\nS1\nS2\nS3\n"}, package)
    assert opened.compute(where={"place": "S3"})[0].value == 0
    with pytest.raises(Refused, match="S4"):
        opened.compute(where={"place": "S4"})


def test_a_declared_value_without_rows_gives_zero(project: Open) -> None:
    """`enum` and `categories` say that it is a value; so do the categories of a dimension."""
    declared = package(
        sex={"constraints": {"enum": ["female", "male", "other"]}}, age={"categories": [17, 18, 24, 25, 99]}
    )
    opened = project(SUM + DIMENSIONS, {"t": ROWS}, declared)
    for where in ({"sex": "other"}, {"age": 99}, {"gender": "other"}, {"topic": "safety"}):
        assert kept(opened, where) == set(), where


def test_a_number_within_declared_limits_gives_zero(project: Open) -> None:
    """No row of age 19 is no typo where ages from 10 to 99 are declared."""
    limits = package(age={"constraints": {"minimum": 10, "maximum": 99}})
    opened = project(SUM, {"t": ROWS}, limits)
    assert kept(opened, {"age": 19}) == set()
    # What the schema does not allow can be in no row.
    assert fault(opened, {"age": 190}).column == "--where"


@pytest.mark.parametrize("rows", ["", "8,,,,,,,,,\n"])
def test_a_value_that_is_not_declared_is_refused_without_any_row_to_compare(project: Open, rows: str) -> None:
    """The declaration alone tells a typo."""
    declared = package(sex={"constraints": {"enum": ["female", "male"]}})
    opened = project(SUM, {"t": ROWS.splitlines(keepends=True)[0] + rows}, declared)
    finding = fault(opened, {"sex": "femal"})
    assert '"female"' in finding.remedy


def test_a_value_of_a_column_that_is_blank_so_far_gives_zero(project: Open) -> None:
    """Nothing is declared and nothing is there: nothing tells a typo."""
    assert (
        project(SUM.replace('date = "joined_on"\n', ""), {"t": "w,sex\n1,\n"}).compute(where={"sex": "f"})[0].value == 0
    )


def test_a_value_that_another_table_knows_stands_for_no_rows(project: Open) -> None:
    """Only what none of the tables asked knows is a typo."""
    toml = "".join(f'[indicators.{code}]\ntable = "{code}"\nmeasure = "count"\n' for code in ("n", "m"))
    opened = project(toml, {"n": "sex\nfemale\n", "m": "sex\nmale\nmale\n"})
    assert [result.value for result in opened.compute(where={"sex": "male"})] == [0, 2]
    assert fault(opened, {"sex": "mael"}).column == "--where"


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ({"age": "18"}, "a number, without quotes"),
        ({"age": True}, "true or false"),
        ({"sex": 3}, "in quotes"),
        ({"joined_on": "2018-06-30"}, "without quotes"),
        ({"active": "yes"}, "true or false"),
        ({"sex": {"min": "a"}}, "a range needs numbers or dates"),
        ({"active": {"min": True}}, "a range needs numbers or dates"),
        ({"ages": {"min": 18}}, "not a range"),
        ({"gender": {"max": "m"}}, "not a range"),
        ("age=young", "is not a whole number"),
        ("age=18..young", "is not a whole number"),
        ("joined_on=31.02.2018", "is not a date"),
        ("active=perhaps", "is not"),
        ("sex=a..b", "a range needs numbers or dates"),
        ("ages=18..24", "not a range"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(opened: Project, where: Any, words: str) -> None:
    """It could equal no cell."""
    finding = fault(opened, where)
    assert finding.column == "--where"
    assert words in finding.message


def test_the_command_line_takes_a_value_as_the_file_writes_it(project: Open) -> None:
    """A decimal comma, a Russian date, a yes: plain forms and the file's own are both right."""
    fields = [
        {"name": "w", "type": "integer"},
        {"name": "score", "type": "number", "decimalChar": ",", "groupChar": " "},
        {"name": "day", "type": "date", "format": "%d.%m.%Y"},
        {"name": "active", "type": "boolean", "trueValues": ["да"], "falseValues": ["нет"]},
    ]
    table = {"t": 'w,score,day,active\n1,"1 000,5",30.06.2018,да\n2,"2,5",01.07.2018,нет\n'}
    toml = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "w"\n'
    opened = project(toml, table, {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]})
    for text in ('score="1 000,5"', "score=1000.5", "day=30.06.2018", "day=2018-06-30", "active=да", "active=true"):
        assert kept(opened, text) == {1}, text


@pytest.mark.parametrize("value", ["a.c", "[x]", "(a|b)", "^a", "a,b", "a..b", "O'Neil", "__import__('os')"])
def test_a_value_is_only_ever_compared(project: Open, value: str) -> None:
    """Nothing in it is a pattern or code, in a plain column or in a list."""
    fields = [{"name": "w", "type": "integer"}, {"name": "v"}, {"name": "l", "type": "list", "delimiter": ";"}]
    table = {"t": f'w,v,l\n1,"{value}","{value};other"\n2,abc,abc;xa\n4,a,b\n'}
    toml = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "w"\n'
    opened = project(toml, table, {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]})
    assert kept(opened, {"v": value}) == {1}
    assert kept(opened, {"l": value}) == {1}
    assert kept(opened, f'v="{value}"') == {1}


def test_a_refusal_prints_no_personal_value(project: Open) -> None:
    """The values there are would be names of people."""
    toml = '[indicators.n]\ntable = "t"\nmeasure = "count"\n'
    fields = [{"name": "name", "rt:personal": True}]
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}
    opened = project(toml, {"t": "name\nAizada\n"}, package)
    assert opened.compute(where={"name": "Aizada"})[0].value == 1
    assert "Aizada" not in str(fault(opened, {"name": "Aizad"}))


@pytest.mark.parametrize("where", [{}, {"w": {"min": 1}}, {"w": {"missing": False}}, "w!=", "w=1..16"])
def test_a_filter_that_excludes_nothing_changes_nothing(opened: Project, where: Any) -> None:
    """All the rows stay, the blank one too."""
    assert kept(opened, where) == {1, 2, 4, 8, 16}


def test_conditions_of_which_nobody_knows_one(project: Callable[..., Project]) -> None:
    """A row without either value is not counted, of whatever types the columns and the dimension are."""
    toml = (
        '[dimensions.age]\ncolumn = "age"\n[dimensions.ok]\ncolumn = "ok"\n[indicators.n]\ntable = "t"\n'
        'measure = "count"\nwhere = { score = 0 }\n'
        '[indicators.m]\ntable = "t"\nmeasure = "count"\nwhere = { score = 0, ok = "true" }\n'
    )
    types = {"id": "string", "score": "integer", "age": "integer", "ok": "boolean"}
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {
        "fields": [{"name": name, "type": type_} for name, type_ in types.items()]}}]}  # fmt: skip
    opened = project(toml, {"t": "id,score,age,ok\na,,,\nb,0,9,true\nc,0,8,\n"}, package)
    assert [result.value for result in opened.compute(["n", "m"], where={"age": "9"})] == [1, 1]


def test_of_many_values_those_nearby_are_asked_for(project: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """A column of ids may have millions: whether one is there takes one question, and a misspelled one is among few."""
    monkeypatch.setattr(view, "MAX_NEIGHBOURS", 3)
    monkeypatch.setattr(spellings, "MAX_SPELLED_TEXTS", 1)
    ids = "id\n" + "".join(f"P{number:03}\n" for number in range(50, 90))
    opened = project('[indicators.n]\ntable = "t"\nmeasure = "count"\n', {"t": ids})
    engine, fetched = type(opened._engine_lease.engine), list[int]()
    fetch: Callable[..., list[Any]] = engine.fetch_rows

    def counted(self: Any, frame: Any) -> list[Any]:
        rows = fetch(self, frame)
        fetched.append(len(rows))
        return rows

    monkeypatch.setattr(engine, "fetch_rows", counted)
    assert opened.compute(where={"id": ["P061", "P088"]})[0].value == 2
    with pytest.raises(Refused, match=r'id has no value "P0611" — did you mean "P061", "P064" or "P063"\?'):
        opened.compute(where={"id": "P0611"})
    assert max(fetched) == 3


@pytest.mark.parametrize("rule", [{"constraints": {"enum": ["a", "b", "c"]}}, {"categories": ["a", "b", "c"]}])
def test_a_declared_item_may_be_asked_for_before_it_is_seen(project: Open, rule: dict[str, Any]) -> None:
    """A list without it is no fault; an item that nothing declares is."""
    fields = [{"name": "w", "type": "integer"}, {"name": "l", "type": "list", "delimiter": ";", **rule}]
    toml = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "w"\n'
    opened = project(
        toml, {"t": "w,l\n1,a;b\n2,b\n"}, {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}
    )
    assert opened.compute(where={"l": "b"})[0].value == 3
    assert opened.compute(where={"l": "c"})[0].value == 0
    assert '"x"' in str(fault(opened, {"l": "x"}))
