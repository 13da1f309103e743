"""The plan: what is set, where it may be set, and which rows are refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.finding_codes import PLAN_ERROR
from roundtable_cli.indicators.definitions.framework import LIFE_OF_PROJECT
from roundtable_cli.indicators.definitions.periods import parse_period
from roundtable_cli.indicators.tracking.plan import TargetPlan
from tests.conftest import Make
from tests.tables.workbooks import Rows, xlsx

TOML = """
[project]
end = 2026-12-31
plan = "plan.csv"
[dimensions.sex]
column = "sex"
[indicators.people]
table = "t"
measure = "unique"
column = "id"
targets = { "2026Q1" = 3, lop = 9 }
"""
TABLE = {"t": "id,sex,date\n1,f,2026-01-01\n2,m,2026-05-01\n"}


def plan_of(make: Make, text: str) -> tuple[Project, TargetPlan]:
    """A project whose plan is this text."""
    project = Project.open(make(TOML, TABLE | {"plan": text}))
    return project, project.read_plan()


def refusal(make: Make, text: str) -> list[tuple[int | None, str, str]]:
    """Row, column and message of each fault."""
    with pytest.raises(Refused) as refused:
        plan_of(make, text)
    assert {finding.code for finding in refused.value.findings} == {PLAN_ERROR}
    return [(finding.row, finding.column, finding.message) for finding in refused.value.findings]


def test_a_plan_stands_beside_the_definitions(make: Make) -> None:
    """What it sets is added to what the indicator declares; what it leaves out stays."""
    _, plan = plan_of(make, "code,period,target\npeople,2026Q2,4\npeople,2026Q1,3\n")
    assert [plan.find_target("people", period, ()) for period in ("2026Q1", "2026Q2", LIFE_OF_PROJECT)] == [3, 4, 9]


def test_a_plan_that_contradicts_the_definitions_is_refused(make: Make) -> None:
    """Which of the two holds is not guessed."""
    ((row, _, message),) = refusal(make, "code,period,target\npeople,2026Q1,4\n")
    assert row == 2
    assert "another target than 3" in message


@pytest.mark.parametrize("period", ["2027Q1", "2025"])
def test_a_target_outside_the_project_is_a_fault(make: Make, period: str) -> None:
    """In the plan and in the definitions."""
    toml = TOML.replace("end = 2026-12-31", "start = 2026-01-01\nend = 2026-12-31")
    project = Project.open(make(toml, TABLE | {"plan": f"code,period,target\npeople,{period},4\n"}))
    with pytest.raises(Refused, match="outside the project's life"):
        project.read_plan()
    with pytest.raises(Refused, match="outside the project's life"):
        Project.open(make(toml.replace("2026Q1", period), TABLE))


def test_a_row_without_a_period_is_for_the_life_of_project(make: Make) -> None:
    """As one that says lop."""
    _, plan = plan_of(make, "code,period,target,note\npeople,,9,as agreed\n")
    assert plan.find_target("people", LIFE_OF_PROJECT, ()) == 9
    assert plan.find_note("people", LIFE_OF_PROJECT, ()) == "as agreed"


def test_beside_a_milestone_the_target_is_for_the_life_of_project(make: Make) -> None:
    """So that the file that track writes can be filled in and read."""
    _, plan = plan_of(make, "code,period,milestone,target,value,status\npeople,2026Q2,4,9,1,off-track\n")
    assert (plan.find_target("people", "2026Q2", ()), plan.find_target("people", LIFE_OF_PROJECT, ())) == (4, 9)


@pytest.mark.parametrize(
    ("period", "milestone"),
    [("2026-02", None), ("2026Q1", 3), ("2026S1", 5), ("2026Q2", 5), ("2026Q3", 5), ("2026Q4", 9), ("2026", 9)],
)
def test_the_milestone_is_the_latest_due(make: Make, period: str, milestone: int | None) -> None:
    """The period's own, else the latest that has ended by its end; the life of project from the project's end on."""
    project, plan = plan_of(make, "code,period,target\npeople,2026S1,5\n")
    assert plan.find_milestone(project.framework, "people", parse_period(period), ()) == milestone


def test_of_two_that_end_together_the_longer_reaches_further(make: Make) -> None:
    """A half-year's milestone goes before that of its last month, where neither is the period's own."""
    project, plan = plan_of(make, "code,period,target\npeople,2026S1,5\npeople,2026-06,1\n")
    assert plan.find_milestone(project.framework, "people", parse_period("2026Q3"), ()) == 5
    assert plan.find_milestone(project.framework, "people", parse_period("2026-06"), ()) == 1


def test_a_row_that_sets_no_target_takes_none_away(make: Make) -> None:
    """A note, or a milestone alone, leaves what the definitions declare."""
    _, plan = plan_of(make, "code,period,note\npeople,2026Q1,late\npeople,lop,agreed\n")
    assert (plan.find_target("people", "2026Q1", ()), plan.find_target("people", LIFE_OF_PROJECT, ())) == (3, 9)
    _, plan = plan_of(make, "code,period,milestone\npeople,2026Q2,5\n")
    assert (plan.find_target("people", "2026Q2", ()), plan.find_target("people", LIFE_OF_PROJECT, ())) == (5, 9)


def test_the_milestone_of_the_life_of_project_is_its_target(make: Make) -> None:
    """Whichever of the two columns it is written in."""
    _, plan = plan_of(make, "code,period,sex,milestone\npeople,lop,f,50\n")
    assert plan.find_target("people", LIFE_OF_PROJECT, (("sex", "f"),)) == 50


def test_the_order_of_dimensions_does_not_matter(make: Make) -> None:
    """Neither that of the plan's columns nor that of the breakdown."""
    toml = TOML + '[dimensions.place]\ncolumn = "place"\n'
    text = "code,period,sex,place,target\npeople,lop,f,S1,2\n"
    project = Project.open(make(toml, {"t": "id,sex,place\n1,f,S1\n", "plan": text}))
    for by in (["sex", "place"], ["place", "sex"]):
        found = [line.target for line in project.track(by=by) if len(line.cell) == 2]
        assert found == [2]


def test_two_baselines_for_the_same_are_a_fault(make: Make) -> None:
    """An indicator starts from one value."""
    ((row, column, _),) = refusal(make, "code,period,baseline\npeople,2026Q1,1\npeople,2026Q2,2\n")
    assert (row, column) == (3, "baseline")


def test_every_faulty_row_is_named(make: Make) -> None:
    """All at once: the row that a spreadsheet shows, the column, the fault and the remedy."""
    text = "code,period,sex,baseline,target\npeopel,2026Q1,,,3\npeople,2026Q5,,,3\npeople,2026Q2,,x,3\n"
    (code, period, baseline) = refusal(make, text)
    assert code == (2, "code", 'no indicator "peopel" — did you mean "people"?')
    assert period[:2] == (3, "period")
    assert "2018Q4" in period[2]
    assert baseline == (4, "baseline", '"x" is not a number — write digits only, like 61933.5')


def test_an_unknown_column_is_a_fault(make: Make) -> None:
    """A misspelt column would leave its targets out."""
    ((row, column, message),) = refusal(make, "code,period,tarjet\npeople,2026Q1,3\n")
    assert (row, column) == (None, "tarjet")
    assert '"target"' in message


def test_two_rows_for_the_same_are_a_fault(make: Make) -> None:
    """Which of them holds is not guessed; the first is named."""
    ((row, _, message),) = refusal(make, "code,period,target\npeople,2026Q1,3\npeople,2026Q1,4\n")
    assert row == 3
    assert "row 2" in message


def test_a_plan_needs_codes(make: Make) -> None:
    """Without them no row is for anything."""
    assert "code" in refusal(make, "period,target\n2026Q1,3\n")[0][2]


def test_a_plan_outside_the_folder_is_refused(make: Make) -> None:
    """As a table's path is."""
    project = Project.open(make(TOML.replace("plan.csv", "../plan.csv"), TABLE))
    with pytest.raises(Refused, match="outside the folder"):
        project.read_plan()


def test_a_target_for_a_period_that_is_none_is_a_fault_of_the_definitions(make: Make) -> None:
    """With the forms that are accepted."""
    with pytest.raises(Refused, match="2018Q4"):
        Project.open(make(TOML.replace("2026Q1", "2026Q7"), TABLE))


def test_a_target_said_twice_is_a_fault(make: Make) -> None:
    """`target` is short for `targets.lop`."""
    with pytest.raises(Refused, match="are the same"):
        Project.open(make(TOML + "target = 9\n", TABLE))


def own_target(make: Make, period: str | None, *keys: str, targets: str) -> object:
    """The target for the value of a period alone, of people who are counted once ever."""
    toml = TOML.replace("[project]", "[project]\nstart = 2026-01-01").replace('plan = "plan.csv"', "")
    toml = toml.replace('targets = { "2026Q1" = 3, lop = 9 }', "\n".join((f"targets = {{ {targets} }}", *keys)))
    project = Project.open(make(toml, TABLE))
    framework = project.framework
    asked = framework.reporting_period(period) if period else None
    return project.read_plan().find_own_target(framework, framework.indicators["people"], asked, ())


QUARTERS = '"2026Q1" = 3, "2026Q2" = 4, "2026Q3" = 5, "2026Q4" = 6'


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2026Q2", 4),
        ("2026S1", 7),
        ("2026", 18),
        (None, 18),
        ("..2026-09-30", 12),
        ("2026-04..", 15),
        ("2026-04", None),
        ("2026-02..2026-06", None),
    ],
)
def test_targets_of_periods_add_up(make: Make, period: str | None, expected: object) -> None:
    """To that of a longer period, where they fill it without a gap; a part of a period has none."""
    assert own_target(make, period, 'dedupe = "first"', targets=QUARTERS) == expected


def test_a_target_of_a_longer_period_goes_before_a_sum(make: Make) -> None:
    """What is set is not worked out; the project's whole life has the target for the life of project."""
    assert own_target(make, "2026S1", 'dedupe = "first"', targets=QUARTERS + ', "2026S1" = 9') == 9
    assert own_target(make, "2026", 'dedupe = "first"', targets=QUARTERS + ', "2026S1" = 9') == 20
    assert own_target(make, "2026", 'dedupe = "first"', targets=QUARTERS + ", lop = 17") == 17


def test_people_who_may_come_again_have_no_sum(make: Make) -> None:
    """3 in one quarter and 4 in the next may be 4 people: only what is set counts."""
    assert own_target(make, "2026S1", targets=QUARTERS) is None
    assert own_target(make, "2026Q1", targets=QUARTERS) == 3


def test_a_plan_says_what_targets_are(make: Make) -> None:
    """In one row of the indicator; a word that there is not, or another than before, is refused."""
    head = "code,period,target,targets_are\n"
    _, plan = plan_of(make, f"{head}people,2026Q2,4,periods\npeople,2026Q3,4,\n")
    assert plan.kinds == {"people": "periods"}
    assert plan_of(make, "code,period,target\npeople,2026Q2,4\n")[1].kinds == {}
    ((row, column, message),) = refusal(make, f"{head}people,2026Q2,4,period\n")
    assert (row, column) == (2, "targets_are")
    assert "periods" in message
    ((row, _, _),) = refusal(make, f"{head}people,2026Q2,4,periods\npeople,2026Q3,4,milestones\n")
    assert row == 3


BOOK = TOML.replace("plan.csv", "plan.xlsx")


def book_of(make: Make, *sheets: Rows, names: tuple[str, ...] = ()) -> TargetPlan:
    """The plan in a workbook of these sheets."""
    folder = make(BOOK, TABLE)
    (folder / "plan.xlsx").write_bytes(xlsx(*sheets, names=names))
    return Project.open(folder).read_plan()


def test_a_plan_may_be_a_workbook(make: Make) -> None:
    """A year that Excel keeps as a number is the year; titles above the headings are passed over."""
    plan = book_of(make, [["Plan"], [], ["code", "period", "target"], ["people", 2026, 8.5], ["people", "2026Q1", 3]])
    assert {key[1]: entry.target for key, entry in plan.entries.items()} == {
        "2026": Decimal("8.5"),
        "2026Q1": 3,
        "lop": 9,
    }


def test_a_day_where_a_month_was_typed_is_a_fault(make: Make) -> None:
    """A spreadsheet makes 1 November of 2026-11: a target for one day is refused, with what to write."""
    with pytest.raises(Refused, match="2026-11-01 is one day") as refused:
        book_of(make, [["code", "period", "target"], ["people", date(2026, 11, 1), 8]])
    assert refused.value.findings[0].row == 2
    _, plan = plan_of(make, "code,period,target\npeople,2026-11-01..2026-11-01,4\n")
    assert plan.find_target("people", "2026-11-01..2026-11-01", ()) == 4


def test_the_sheet_of_a_plan(make: Make) -> None:
    """Of several sheets it is the one that is called plan."""
    plan, other = [["code", "target"], ["people", 9]], [["a"], ["b"]]
    assert book_of(make, other, plan, names=("Notes", "Plan")).find_target("people", "lop", ()) == 9
    with pytest.raises(Refused, match='none is called "plan"'):
        book_of(make, other, plan, names=("Notes", "Targets"))


@pytest.mark.parametrize("total", ["total", ""])
def test_the_target_of_the_whole_is_no_total_row(make: Make, total: str) -> None:
    """Though it is the sum of the rows above, it is a target and is not left out."""
    rows = f"people,2026Q2,f,10\npeople,2026Q2,m,20\npeople,2026Q2,{total},30\n"
    _, plan = plan_of(make, "code,period,sex,target\n" + rows)
    assert plan.find_target("people", "2026Q2", ()) == 30


def test_a_column_twice_is_a_fault(make: Make) -> None:
    """Which of the two targets holds is not guessed."""
    assert refusal(make, "code,target,target\npeople,9,8\n") == [
        (None, "target", '2 columns are called "target" — delete or rename one of them')
    ]


@pytest.mark.parametrize(("written", "asked"), [("2026-04..2026-06", "2026Q2"), ("2026/2027", "2026/27")])
def test_a_period_has_its_target_under_any_name(make: Make, written: str, asked: str) -> None:
    """In the definitions and in the plan, for milestones and for targets of periods."""
    own = TOML.replace('"2026Q1" = 3', f'"{written}" = 3') + 'targets_are = "periods"\n'
    project = Project.open(make(own.replace('plan = "plan.csv"\n', ""), TABLE))
    assert [line.milestone for line in project.track(period=asked)] == [3]
    folder = make(own.replace(f'"{written}" = 3, ', ""), TABLE | {"plan": f"code,period,target\npeople,{written},4\n"})
    assert [line.milestone for line in Project.open(folder).track(period=asked)] == [4]
