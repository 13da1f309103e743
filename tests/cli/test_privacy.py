"""Values of columns marked `"rt:personal": true` are in no output or message, unless --show-values asks for them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.cli.main import run as run_cli
from tests.conftest import ROOT, Run

# What nobody may read: each is in a personal column of a row, and nowhere else.
NAMES = ("Zarinavalue", "Zarifavalue", "Zamiravalue")
PHONES = ("0555771199", "0555771188", "0555771177")
BIRTHS = ("1987-06-05", "1991-12-24", "2003-02-28")
PAYS = (7712399, 7712388, 7712377)
NOTES = ("=cmd|ZZnote", "ZZnote;two", "ZZnote,three")
SECRET = (*NAMES, *PHONES, *BIRTHS, *map(str, PAYS), "ZZnote", "Za")
SPELLED = ("7,712,3", "7 712 3", "7\u00a0712\u00a03", "7\u202f712\u202f3", "1987", "1991", "05.06", "Jun", "155577")

PEOPLE = "id,name,phone,birth,pay,sex,place,joined\n" + "".join(
    f"{number},{name},{phone},{birth},{pay},{sex},{place},2018-0{number}-01\n"
    for number, (name, phone, birth, pay, sex, place) in enumerate(
        zip(NAMES, PHONES, BIRTHS, PAYS, "ffm", ("S1", "S2", "S1"), strict=True), 1
    )
)
VISITS = (
    "name,day,note,score\n"
    + f"{NAMES[0]},2018-01-05,{NOTES[0]},1\n{NAMES[0]},2018-02-05,{NOTES[1]},2\n"
    + f'{NAMES[1]},2018-02-05,"{NOTES[2]}",3\n,2018-02-06,,4\n'
)
TABLES = {"people": PEOPLE, "visits": VISITS, "places": "id,label\nS1,One\nS2,Two\n"}


def personal(name: str, type_: str = "string", **more: Any) -> dict[str, Any]:
    """A field marked personal."""
    return {"name": name, "type": type_, "rt:personal": True, **more}


PACKAGE: dict[str, Any] = {
    "resources": [
        {
            "name": "people",
            "path": "people.csv",
            "schema": {
                "fields": [
                    {"name": "id", "type": "integer"},
                    personal("name"),
                    personal("phone"),
                    personal("birth", "date"),
                    personal("pay", "integer"),
                    {"name": "sex"},
                    {"name": "place"},
                    {"name": "joined", "type": "date"},
                ],
                "primaryKey": "name",
                "foreignKeys": [{"fields": "place", "reference": {"resource": "places", "fields": "id"}}],
            },
        },
        {
            "name": "visits",
            "path": "visits.csv",
            "schema": {
                "fields": [
                    personal("name"),
                    {"name": "day", "type": "date"},
                    personal("note"),
                    {"name": "score", "type": "number"},
                ],
                "foreignKeys": [{"fields": "name", "reference": {"resource": "people", "fields": "name"}}],
            },
        },
        {"name": "places", "path": "places.csv", "schema": {"primaryKey": "id"}},
    ]
}
TOML = """
[project]
title = "Private"
languages = ["en", "ru"]
[dimensions.sex]
column = "sex"
categories.f = { label = "female" }
categories.m = { label = "male" }
[dimensions.ages]
column = "birth"
bands = [14, 18, 25]
[dimensions.paid]
categories.well = { where = { pay = { min = 100 } } }
categories.badly = { where = { pay = { max = 99 } } }
[dimensions.who]
column = "name"
[calculated.people.visits]
from = "visits"
measure = "count"
[calculated.people.last_note]
from = "visits"
measure = "latest"
column = "note"
[calculated.people.age]
of = ["joined", "birth"]
measure = "difference"
unit = "years"
[calculated.people.best]
of = ["pay"]
measure = "max"
[calculated.visits.payment]
from = "people"
match = { name = "name" }
measure = "max"
column = "pay"
[tables.visitors]
from = "visits"
each = ["name"]
[indicators.people]
table = "people"
measure = "unique"
column = "name"
definition = "Different names in the list of people."
date = "joined"
unit = "people"
target = 30
disaggregate = ["sex"]
[indicators.rows]
table = "people"
measure = "count"
date = "joined"
headline = false
[indicators.young]
table = "people"
measure = "share"
meets = { age = { below = 25 } }
date = "joined"
unit = "%"
[indicators.sets]
table = "people"
measure = "unique"
column = ["name", "phone"]
date = "joined"
[indicators.visitors]
table = "visitors"
measure = "count"
headline = false
[indicators.both]
table = ["people", "visits"]
measure = "unique"
column = "name"
definition = "Different names in both lists."
headline = false
"""
COMMANDS = ("summary", "track", "get", "show")
FORMATS = {
    "summary": ("table", "markdown", "html", "latex", "csv", "tsv", "json", "jsonl"),
    "track": ("table", "markdown", "html", "csv", "json"),
    "get": ("plain", "csv", "json", "env"),
    "show": ("table", "markdown", "html", "csv", "json"),
}


class Said(NamedTuple):
    """What a run printed, and its exit code."""

    out: str
    err: str
    code: int

    @property
    def leaks(self) -> list[str]:
        """The personal values that are in it, however they are written."""
        return [value for value in (*SECRET, *SPELLED) if value in self.out + self.err]


Ask = Callable[..., Said]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Runs `rt-stats ARGUMENTS` in this process, as its own entry point does."""

    def asked(*arguments: str | Path) -> Said:
        monkeypatch.setattr(sys, "argv", ["rt-stats", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            run_cli()
        out, err = capsys.readouterr()
        return Said(out, err, int(end.value.code or 0))

    return asked


def changed(resource: int, key: str, value: Any) -> dict[str, Any]:
    """The package with one key of a schema changed."""
    package: dict[str, Any] = json.loads(json.dumps(PACKAGE))
    package["resources"][resource]["schema"][key] = value
    return package


def constrained(name: str, **constraints: Any) -> dict[str, Any]:
    """The package with constraints on a field of people."""
    package: dict[str, Any] = json.loads(json.dumps(PACKAGE))
    for field in package["resources"][0]["schema"]["fields"]:
        if field["name"] == name:
            field["constraints"] = constraints
    return package


# When all is well


@pytest.mark.parametrize(("command", "format_"), [(one, form) for one in COMMANDS for form in FORMATS[one]])
def test_no_format_of_any_command_prints_them(make: Any, ask: Ask, command: str, format_: str) -> None:
    """The numbers of people are there, and nothing of theirs."""
    folder = make(TOML, TABLES, PACKAGE)
    codes = ("people", "young", "visitors", "both") if command in {"get", "show"} else ()
    form = () if format_ == "plain" else ("-f", format_)
    said = ask(command, *codes, "--data", folder, *form, "--debug")
    assert (said.code, said.leaks) == (0, [])
    assert said.out
    assert not said.err


@pytest.mark.parametrize(
    "options",
    [
        ("--by", "sex"),
        ("--by", "ages"),
        ("--by", "paid"),
        ("--by", "visits"),
        ("--by", "age"),
        ("--by", "place.label", "--by", "quarter"),
        ("--where", "pay=1.."),
        ("--where", "name!="),
        ("--where", "last_note="),
        ("--where", "best=1.."),
        ("--period", "2018"),
        ("--lang", "ru"),
    ],
)
def test_questions_about_them_are_answered_with_numbers(make: Any, ask: Ask, options: tuple[str, ...]) -> None:
    """In bands, in categories by condition, by what is counted for them."""
    said = ask("summary", "rows", "people", "--data", make(TOML, TABLES, PACKAGE), *options)
    assert (said.code, said.leaks, said.err) == (0, [], "")


def test_a_file_that_is_written_holds_none(make: Any, ask: Ask, tmp_path: Path) -> None:
    """In no format that -o chooses."""
    folder = make(TOML, TABLES, PACKAGE)
    for ending in ("csv", "html", "json", "md"):
        target = tmp_path / f"out.{ending}"
        assert ask("summary", "--data", folder, "--by", "sex", "-o", target).code == 0
        assert Said(target.read_text(encoding="utf-8"), "", 0).leaks == []


# What is refused


@pytest.mark.parametrize("name", ["name", "phone", "birth", "pay", "who", "last_note", "best"])
@pytest.mark.parametrize("command", ["summary", "track"])
def test_a_breakdown_by_them_is_refused(make: Any, ask: Ask, command: str, name: str) -> None:
    """By the column, by a dimension of it, by what is calculated from it and holds a value of it."""
    said = ask(command, "rows", "--data", make(TOML, TABLES, PACKAGE), "--by", name, "--debug")
    assert (said.code, said.out, said.leaks) == (2, "", [])
    assert "personal" in said.err


def test_a_breakdown_along_a_key_or_of_a_table_of_keys_is_refused(make: Any, ask: Ask) -> None:
    """The mark is of the values, wherever they are seen from."""
    toml = TOML + '[indicators.came]\ntable = "visits"\nmeasure = "count"\nheadline = false\n'
    folder = make(toml, TABLES, PACKAGE)
    for code, name in (("came", "name.phone"), ("came", "payment"), ("came", "name.best"), ("visitors", "name")):
        said = ask("summary", code, "--data", folder, "--by", name)
        assert (said.code, said.out, said.leaks) == (2, "", [])
        assert "personal" in said.err
    said = ask("summary", "both", "--data", folder, "--by", "name")
    assert (said.code, said.out, said.leaks) == (2, "", [])


@pytest.mark.parametrize(
    ("measure", "column"),
    [
        *((m, c) for m in ("min", "max", "latest") for c in ("pay", "birth", "best")),
        ("median", "pay"),
        ("median", "best"),
        *(("latest", c) for c in ("name", "last_note")),
    ],
)  # fmt: skip
def test_an_indicator_whose_value_is_one_of_them_is_refused(make: Any, ask: Ask, measure: str, column: str) -> None:
    """The least and the latest are somebody's."""
    toml = TOML + f'[indicators.x]\ntable = "people"\nmeasure = "{measure}"\ncolumn = "{column}"\ndate = "joined"\n'
    folder = make(toml, TABLES, PACKAGE)
    for command in ("get", "track"):
        said = ask(command, "x", "--data", folder, "--debug")
        assert (said.code, said.out, said.leaks) == (2, "", [])
        assert "personal" in said.err


@pytest.mark.parametrize(
    "rule",
    [
        'of = ["pay"]\nmeasure = "mean"',
        'of = ["pay", "id"]\nmeasure = "ratio"',
        'of = ["pay", "id"]\nmeasure = "difference"',
        'of = ["pay", "id"]\nmeasure = "product"',
        'of = ["pay"]\nmeasure = "sum"',
        'from = "people"\nmatch = { id = "id" }\nmeasure = "mean"\ncolumn = "pay"',
        'from = "people"\nmatch = { id = "id" }\nmeasure = "sum"\ncolumn = "pay"',
        'from = "people"\nmatch = { id = "id" }\nmeasure = "min"\ncolumn = "birth"',
    ],
)
def test_a_number_made_of_them_is_personal_too(make: Any, ask: Ask, rule: str) -> None:
    """The mean of one number is that number."""
    toml = f'{TOML}[calculated.people.made]\n{rule}\n[indicators.most]\ntable = "people"\nmeasure = "max"\n'
    folder = make(toml + 'column = "made"\nheadline = false\ndate = "joined"\n', TABLES, PACKAGE)
    typed = "made=2000-01-01" if "birth" in rule else "made=7712376"
    for arguments in (("summary", "rows", "--by", "made"), ("get", "most")):
        said = ask(*arguments, "--data", folder, "--debug")
        assert (said.code, said.out, said.leaks) == (2, "", [])
    of_nobody = ask("summary", "rows", "--where", typed, "--data", folder, "--debug")
    assert of_nobody.code == 0
    assert [leak for leak in of_nobody.leaks if leak not in typed] == []


# Faults


FAULTY: Mapping[str, tuple[Mapping[str, str], Mapping[str, Any]]] = {
    "a date that is none": ({"people": PEOPLE.replace("1987-06-05", "1987-06-50")}, PACKAGE),
    "a number that is none": ({"people": PEOPLE.replace("7712399", "7712399x")}, PACKAGE),
    "many cells at fault": (
        {"people": PEOPLE + "".join(f"{n},Za{n},1,31.06.1987,x7712399,f,S1,2018-01-01\n" for n in range(30))},
        PACKAGE,
    ),
    "a key twice": ({"people": PEOPLE + PEOPLE.splitlines()[1] + "\n"}, PACKAGE),
    "a key that is empty": ({"people": PEOPLE.replace(NAMES[1], "")}, PACKAGE),
    "a key that leads nowhere": ({"visits": VISITS.replace(f"{NAMES[1]},", "Zarinavalux,")}, PACKAGE),
    "a key of two columns twice": (
        {"people": PEOPLE + PEOPLE.splitlines()[1] + "\n"},
        changed(0, "primaryKey", ["name", "phone"]),
    ),
    "a pattern": ({}, constrained("phone", pattern="[a-z]+")),
    "a pattern of the key": ({}, constrained("name", pattern="[a-z]+")),
    "an enum": ({}, constrained("name", enum=["Aida"])),
    "a minimum": ({}, constrained("pay", minimum=9999999)),
    "a maximum date": ({}, constrained("birth", maximum="1980-01-01")),
    "a length": ({}, constrained("name", maxLength=3)),
    "uniqueness": ({"people": PEOPLE.replace(PHONES[1], PHONES[0])}, constrained("phone", unique=True)),
    "a cell required": ({"people": PEOPLE.replace(PHONES[1], "")}, constrained("phone", required=True)),
    "two values on a date": ({"visits": VISITS.replace("2018-01-05", "2018-02-05")}, PACKAGE),
    "a cell too many": ({"people": PEOPLE.replace(PHONES[1], f"{PHONES[1]},{NAMES[2]}")}, PACKAGE),
    "a cell too few": ({"people": PEOPLE.replace(f"{PHONES[1]},", "")}, PACKAGE),
    "a quote that never ends": ({"people": PEOPLE.replace(NAMES[1], f'"{NAMES[1]}')}, PACKAGE),
    "no header": ({"people": PEOPLE.split("\n", 1)[1]}, PACKAGE),
    "bytes that are no text": ({"people": PEOPLE.replace(NAMES[1], NAMES[1] + "\x00")}, PACKAGE),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_no_message_about_a_fault_in_the_data_prints_them(make: Any, ask: Ask, fault: str) -> None:
    """The row and the column are named; the value is to be looked up there."""
    tables, package = FAULTY[fault]
    toml = TOML + (
        '[indicators.notes]\ntable = "people"\nmeasure = "count"\nwhere = { last_note = { missing = false } }\n'
        '[indicators.phones]\ntable = "people"\nmeasure = "unique"\ncolumn = "phone"\n'
        '[indicators.paid]\ntable = "people"\nmeasure = "sum"\ncolumn = "pay"\nheadline = false\n'
        '[indicators.born]\ntable = "people"\nmeasure = "unique"\ncolumn = "birth"\n'
        '[indicators.came]\ntable = "visits"\nmeasure = "count"\nwhere = { "name.sex" = "f" }\n'
    )
    folder = make(toml, TABLES | dict(tables), package)
    codes = ("people", "young", "sets", "notes", "phones", "paid", "born", "came", "visitors", "both")
    refused = 0
    for arguments in (("summary", *codes), ("track",), ("get", "rows"), ("summary", "people", "--by", "ages")):
        said = ask(*arguments, "--data", folder, "--debug")
        assert [leak for leak in said.leaks if leak in said.err] == []
        refused += said.code == 2
        assert said.code in {0, 2}
    assert refused or fault == "bytes that are no text"


@pytest.mark.parametrize(
    "options",
    [
        ("--where", "name=Zarinavalu"),
        ("--where", "who=Zarinavalu"),
        ("--where", "phone=0555771"),
        ("--where", "pay=771239"),
        ("--where", "birth=1987-06-04"),
        ("--where", "best=771239"),
        ("--where", "last_note=ZZnot"),
        ("--where", "pay=abc"),
        ("--where", "birth=abc"),
        ("--where", "name=1..2"),
        ("--where", "nam=x"),
        ("--by", "nam"),
        ("--by", "phon"),
        ("--by", "name.x"),
        ("--by", "name", "--by", "sex"),
        ("--where", "sex=x"),
        ("--period", "1800"),
    ],
)
def test_a_typo_is_not_answered_with_them(make: Any, ask: Ask, options: tuple[str, ...]) -> None:
    """What was typed is repeated; what is there is not offered. A number or a date that nobody has counts nobody."""
    said = ask("summary", "rows", "people", "--data", make(TOML, TABLES, PACKAGE), *options, "--debug")
    typed = " ".join(options)
    assert [leak for leak in said.leaks if leak not in typed] == []
    is_of_nobody = any(value in typed for value in ("1800", "=771239", "1987-06-04"))
    assert said.code == (0 if is_of_nobody else 2)


def test_a_required_value_that_is_not_there_names_the_row_alone(make: Any, ask: Ask) -> None:
    """Also where the match is by a personal column."""
    toml = TOML.replace('measure = "latest"\ncolumn = "note"', 'measure = "latest"\ncolumn = "note"\nrequired = true')
    said = ask("summary", "rows", "--where", "last_note!=", "--data", make(toml, TABLES, PACKAGE), "--debug")
    assert (said.code, said.out, said.leaks) == (2, "", [])
    assert "people.csv row 4" in said.err


def test_personal_weights_and_categories_are_not_told(make: Any, ask: Ask) -> None:
    """Missing or negative ones are named by their rows; labels from a personal column are refused."""
    toml = TOML + '[indicators.w]\ntable = "people"\nmeasure = "count"\nweight = "pay"\n'
    folder = make(toml, TABLES | {"people": PEOPLE.replace("7712399", "-7712399").replace("7712388", "")}, PACKAGE)
    said = ask("summary", "w", "--data", folder, "--debug")
    assert (said.code, said.out, said.leaks) == (2, "", [])
    assert "row 2" in said.err
    assert "row 3" in said.err
    toml = TOML + '[dimensions.person]\ncolumn = "id"\ncategories = { table = "people", label = "name" }\n'
    said = ask("summary", "rows", "--by", "person", "--data", make(toml, TABLES, PACKAGE), "--debug")
    assert (said.code, said.out, said.leaks) == (2, "", [])
    toml = TOML + '[dimensions.person]\ncolumn = "name"\ncategories.one = { aliases = ["Aida"] }\n'
    said = ask("summary", "rows", "--by", "person", "--data", make(toml, TABLES, PACKAGE), "--debug")
    assert (said.code, said.out, said.leaks) == (2, "", [])


def test_what_nobody_foresaw_is_told_without_them(make: Any, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception's own words may hold a cell; --debug shows where it happened, not those."""
    from roundtable_cli.indicators.computing import computation

    def broken(*_: Any, **__: Any) -> None:
        raise ValueError(f"could not convert {NAMES[0]!r}")

    monkeypatch.setattr(computation, "build_results", broken)
    folder = make(TOML, TABLES, PACKAGE)
    for options in ((), ("--debug",)):
        said = ask("summary", "--data", folder, *options)
        assert (said.code, said.out, said.leaks) == (2, "", [])
        assert "internal error: ValueError" in said.err
    assert "computation.py" in ask("summary", "--data", folder, "--debug").err
    assert NAMES[0] in ask("summary", "--data", folder, "--debug", "--show-values").err


# When they are asked for


def test_show_values_prints_them(make: Any, ask: Ask) -> None:
    """In breakdowns, values, messages and suggestions."""
    toml = TOML + '[indicators.best_paid]\ntable = "people"\nmeasure = "max"\ncolumn = "pay"\nheadline = false\n'
    folder = make(toml, TABLES, PACKAGE)
    said = ask("summary", "rows", "--data", folder, "--by", "phone", "-f", "csv", "--show-values")
    assert (said.code, said.err) == (0, "")
    assert all(phone in said.out for phone in PHONES)
    assert ask("get", "best_paid", "--data", folder, "--show-values").out.strip() == "7712399"
    assert (
        '"Zarinavalue"' in ask("summary", "rows", "--data", folder, "--where", "name=Zarinavalu", "--show-values").err
    )
    folder = make(toml, TABLES | {"people": PEOPLE.replace("1987-06-05", "1987-06-50")}, PACKAGE)
    assert "1987-06-50" in ask("summary", "rows", "--by", "ages", "--data", folder, "--show-values").err


def test_show_values_changes_no_number(make: Any, ask: Ask) -> None:
    """What could be printed before is printed alike."""
    folder = make(TOML, TABLES, PACKAGE)
    for command in (("summary", "--by", "sex", "-f", "json"), ("track",), ("get", "people"), ("show", "young")):
        assert ask(*command, "--data", folder) == ask(*command, "--data", folder, "--show-values")


def test_the_command_itself_keeps_them(make: Any, run: Any) -> None:
    """In a process of its own, with stdin as a table, and its environment asking for tracebacks."""
    folder = make(TOML, TABLES, PACKAGE)
    bad = PEOPLE.replace("1987-06-05", "1987-06-50")
    done = run(
        "summary", "people", "--by", "ages", "--data", folder, "--table", "people=-", stdin=bad, RT_STATS_DEBUG="1"
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "birth" in done.stderr
    assert Said(done.stdout, done.stderr, 2).leaks == []


def test_periods_of_a_personal_date_are_refused(make: Any) -> None:
    """A line for each quarter of birth would tell it; its people are counted all the same."""
    toml = '[indicators.n]\ntable = "people"\nmeasure = "count"\ndate = "birth"\n'
    schema = {"fields": [{"name": "id"}, personal("birth", "date")], "fieldsMatch": ["subset"]}
    package = {"resources": [{"name": "people", "path": "people.csv", "schema": schema}]}
    project = Project.open(make(toml, TABLES, package))
    assert [result.value for result in project.compute()] == [3]
    for ask in (project.track, project.compute):
        with pytest.raises(Refused, match="personal"):
            ask(by=["quarter"])


@pytest.mark.in_process
def test_a_value_of_few_people_is_refused_where_it_would_stand_alone(run: Run) -> None:
    """By `get` in every format, and as a shell variable; a table says so, and data have an empty value."""
    stipends, chym = ROOT / "tests" / "projects" / "stipends", ("--where", "village=Chym")
    for asked in (("get",), ("get", "-f", "json"), ("summary", "-f", "env")):
        answer = run(*asked, "income", *chym, "-d", stipends)
        assert (answer.returncode, answer.stdout, "fewer than 3 people" in answer.stderr) == (2, "", True), asked
    assert "hidden" in run("summary", "income", *chym, "-d", stipends).stdout
    csv = run("summary", "income", *chym, "-d", stipends, "-f", "csv").stdout
    assert csv.splitlines()[-1] == "income,income,,,1,0,0,0,1"
    assert run("get", "income", *chym, "-d", stipends, "--show-values").stdout == "900\n"
