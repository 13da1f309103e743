"""Definitions that can mean nothing, or two things: each is a fault with its place and remedy, and no row is read."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Make, Run

pytestmark = pytest.mark.in_process
# Any reading of the rows is refused: one has a text among the numbers.
TABLE = "id,name,sex,day,amount,more\na,x,f,2026-01-01,5,1\nb,y,m,2026-02-01,five,2\n"
TYPES = {"id": "string", "name": "string", "sex": "string", "day": "date", "amount": "number", "more": "number"}
PACKAGE = {
    "resources": [
        {
            "name": "t",
            "path": "t.csv",
            "schema": {"fields": [{"name": name, "type": type_} for name, type_ in TYPES.items()]},
        }
    ]
}
COUNT = '[indicators.n]\ntable = "t"\nmeasure = "count"\n'
SUM = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "k"\n'
PERCENTILE = '[indicators.n]\ntable = "t"\nmeasure = "percentile"\ncolumn = "amount"\n'
CALCULATED = SUM + "[calculated.t.k]\n"
BAND = COUNT + '[dimensions.age]\ncolumn = "amount"\nbands = '
TARGETS = 'targets = { "2026Q1" = 3, "2026Q2" = 3 }\ntargets_are = "periods"\n'
OF = '[indicators.{}]\nmeasure = "sum"\nof = ["{}", "n"]\n'

FAULTS = {
    "a band named twice": (BAND + "[5, 5]\n", "[dimensions.age] bands", "the band from 5 is named twice"),
    "a label named twice": (
        BAND + '[{ from = 5, label = "low" }, { from = 9, label = "Low" }]\n',
        "[dimensions.age] bands",
        'are both called "',
    ),
    "bands that fall": (BAND + "[9, 5]\n", "[dimensions.age] bands", "bands must go up"),
    "any without groups": (COUNT + "where = { any = [] }\n", "[indicators.n] where", "any has no conditions"),
    "any with an empty group": (
        COUNT + 'where = { any = [{ sex = "f" }, {}] }\n',
        "[indicators.n] where",
        "any has a part without conditions",
    ),
    "any that is no list": (
        COUNT + 'where = { any = { sex = "f" } }\n',
        "[indicators.n] where",
        "any takes a list",
    ),
    "a constant that is true": (
        CALCULATED + 'of = ["amount", true]\nmeasure = "sum"\n',
        "[calculated.t.k] of",
        "expected a column, a number, a date or a time, found true or false",
    ),
    "a date among numbers": (
        CALCULATED + 'of = ["amount", 2026-01-01]\nmeasure = "sum"\n',
        "[calculated.t.k] of",
        "2026-01-01 is a date; sum needs numbers",
    ),
    "a number among dates": (
        CALCULATED + 'of = ["day", 5]\nmeasure = "difference"\nunit = "days"\n',
        "[calculated.t.k]",
        '"day" is date',
    ),
    "a time among numbers": (
        CALCULATED + 'of = ["amount", 09:00:00]\nmeasure = "difference"\nunit = "hours"\n',
        "[calculated.t.k]",
        "09:00:00 is a time",
    ),
    "a percentile of 101": (PERCENTILE + "at = 101\n", "[indicators.n] at", "a number from 0 to 100, and not 101"),
    "a percentile of nothing": (PERCENTILE, "[indicators.n]", "percentile needs the key at"),
    "targets of periods of what has no value of a period": (
        COUNT + 'date = "day"\naccumulation = "cumulative"\n' + TARGETS,
        "[indicators.n] targets_are",
        "a cumulative indicator has no value of one period alone",
    ),
    "a circle of indicators": (
        COUNT + OF.format("a", "b") + OF.format("b", "a"),
        "[indicators.a]",
        "indicators in a circle: a → b → a",
    ),
    "a circle of calculated columns": (
        CALCULATED + 'of = ["l"]\nmeasure = "sum"\n[calculated.t.l]\nof = ["k"]\nmeasure = "sum"\n',
        "[calculated.t.k]",
        "calculated columns in a circle: t.k → t.l → t.k",
    ),
    "a blank text as 0": (
        CALCULATED + 'of = ["name", "sex"]\nmeasure = "min"\nblank = 0\n',
        "[calculated.t.k]",
        '"name" is string; blank = 0 is for numbers',
    ),
    "a blank date as 0 beside a constant": (
        CALCULATED + 'of = ["day", 2026-01-01]\nmeasure = "difference"\nunit = "days"\nblank = 0\n',
        "[calculated.t.k]",
        '"day" is date; blank = 0 is for numbers',
    ),
    "blanks left out of what is no share": (
        COUNT + 'blank = "exclude"\n',
        "[indicators.n] blank",
        "count does not use the key",
    ),
    "people added up": (
        COUNT + '[indicators.people]\ntable = "t"\nmeasure = "unique"\ncolumn = "id"\n' + OF.format("a", "people"),
        "[indicators.a] of",
        "people counts each person once; added up, who is in several would be counted again",
    ),
    "a column compared with one of another type": (
        COUNT + 'where = { amount = { above = { column = "day" } } }\n',
        "[indicators.n] where",
        '"amount" is number and "day" is date; they can\'t be compared',
    ),
    "texts in order": (
        COUNT + 'where = { name = { above = { column = "sex" } } }\n',
        "[indicators.n] where",
        '"name" is string',
    ),
    "top of nothing": (COUNT + '[dimensions.s]\ncolumn = "sex"\ntop = 0\n', "[dimensions.s] top", "1 or more"),
    "an unknown order": (
        COUNT + '[dimensions.s]\ncolumn = "sex"\nsort = "size"\n',
        "[dimensions.s] sort",
        '"size"',
    ),
    "two years for a date": (COUNT + 'date = ["day", "day"]\n', "[indicators.n] date", 'it names "day" twice'),
    "an unknown kind of targets": (
        COUNT + TARGETS.replace('"periods"', '"quarters"'),
        "[indicators.n] targets_are",
        '"quarters"',
    ),
}


def check_fault(stderr: str, place: str, fault: str) -> None:
    """One line, with its place, the fault and, after a dash, what to do; nothing of what rows hold."""
    (line,) = stderr.strip().splitlines()
    assert place in line
    assert fault in line
    assert re.search(r" — \S|; (write|delete|name)\b", line), line
    assert "five" not in line


@pytest.mark.parametrize("case", FAULTS)
def test_a_definition_that_can_not_be_computed_is_refused(make: Make, run: Run, case: str) -> None:
    """Before any row is read, by `check` and by the commands that compute."""
    toml, place, fault = FAULTS[case]
    folder = make(toml, {"t": TABLE}, PACKAGE)
    command = "track" if "targets" in toml else "summary"
    outcome = run(command, "--data", folder)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    check_fault(outcome.stderr, place, fault)
    checked = run("check", "--data", folder)
    assert checked.returncode in {1, 2}  # 2 where the definitions can't be read at all
    assert fault in checked.stdout + checked.stderr


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (["--by", "first_ones", "--by", "sex"], "--by: first_ones"),
        (["--by", "name", "--by", "sex", "--top", "1"], "--top"),
    ],
)
def test_the_first_categories_are_of_one_breakdown(make: Make, run: Run, arguments: list[str], place: str) -> None:
    """Which pairs of categories are the largest nobody asked."""
    folder = make(COUNT + '[dimensions.first_ones]\ncolumn = "name"\ntop = 1\n', {"t": TABLE}, PACKAGE)
    outcome = run("summary", "--data", folder, *arguments)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    check_fault(outcome.stderr, place, "need one breakdown, and 2 are asked for")


@pytest.mark.parametrize(
    ("heading", "nearest"), [("mileston", "milestone"), ("targt", "target"), ("Code", "code"), ("perod", "period")]
)
def test_a_misspelled_heading_of_a_plan_is_refused(make: Make, run: Run, heading: str, nearest: str) -> None:
    """With the nearest one, by what reads the plan; the values themselves need none."""
    columns = ["code", "period", "milestone", "target"]
    columns[columns.index(nearest)] = heading
    plan = ",".join(columns) + "\nn,2026Q1,4,5\n"
    folder = make('[project]\nplan = "plan.csv"\n' + COUNT, {"t": TABLE, "plan": plan}, PACKAGE)
    outcome = run("track", "--data", folder)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "plan.csv" in outcome.stderr
    assert f'did you mean "{nearest}"' in outcome.stderr or "add a column code" in outcome.stderr
    assert run("summary", "--data", folder).returncode == 0


@pytest.mark.parametrize("written", ["any=f", "amount>more", "amount>=5", "more<amount"])
def test_what_only_definitions_can_say_is_refused_in_a_condition(make: Make, run: Run, written: str) -> None:
    """With the words to write there: one of several conditions, and one column beside another."""
    outcome = run("summary", "--data", make(COUNT, {"t": TABLE}, PACKAGE), "--where", written)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "--where" in outcome.stderr
    assert "indicators.toml" in outcome.stderr
    assert "any = [" in outcome.stderr or 'above = { column = "…" }' in outcome.stderr
