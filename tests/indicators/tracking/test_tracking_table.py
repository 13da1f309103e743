"""The tracking table of a whole framework; tests/projects/services/README.md works its numbers out."""

from __future__ import annotations

import pytest

from roundtable_cli import Project, Refused
from tests.conftest import ROOT, Make

SERVICES = ROOT / "tests" / "projects" / "services"


def lines(code: str, *by: str, period: str | None = None) -> list[tuple[object, ...]]:
    """Period, value, value to date, milestone, achievement in per cent to one place, status; of one indicator."""
    tracking = Project.open(SERVICES).track([code], by=by, period=period)
    return [
        (
            line.period,
            line.result.value,
            line.to_date,
            line.milestone,
            None if line.achievement is None else round(line.achievement * 100, 1),
            line.status,
        )
        for line in tracking
    ]


def test_people_by_quarter_and_in_the_life_of_project() -> None:
    """Values are each quarter's own, the status is of the value to date, the last line is from all the records."""
    assert lines("people_served", "quarter") == [
        ("2026Q1", 2, 2, 2, 25.0, "achieved"),
        ("2026Q2", 3, 4, 5, 50.0, "off-track"),
        ("2026Q3", 2, 5, 5, 62.5, "achieved"),
        ("2026Q4", 0, 5, 8, 62.5, "off-track"),
        ("lop", 6, 6, 8, 75.0, "not-yet-due"),
    ]


def test_newcomers_add_up() -> None:
    """Who is counted once ever makes quarters and the undated add up to the life of project."""
    assert [line[1] for line in lines("newcomers", "quarter")] == [2, 2, 1, 0, 6]
    results = Project.open(SERVICES).compute(["newcomers"], by=["quarter"])
    assert [result.value for result in results] == [2, 2, 1, 1, 6]
    assert results[-1].counts.overlap == 0


def test_cumulative_rows_against_a_milestone_of_another_kind_of_period() -> None:
    """The half-year's target is due at the end of its second quarter, and still the latest in the third."""
    assert lines("visits", "quarter") == [
        ("2026Q1", 3, 3, 4, 75.0, "off-track"),
        ("2026Q2", 6, 6, 6, 100.0, "achieved"),
        ("2026Q3", 8, 8, 6, 133.3, "achieved"),
        ("2026Q4", 8, 8, 6, 133.3, "achieved"),
        ("lop", 9, 9, 6, 150.0, "not-yet-due"),
    ]


def test_a_decrease_of_a_latest_state() -> None:
    """Less is better: the sign of achievement and tolerance is turned."""
    assert lines("open_cases", "quarter") == [
        ("2026Q1", 10, 10, 10, 33.3, "achieved"),
        ("2026Q2", 7, 7, 6, 58.3, "on-track"),
        ("2026Q3", 3, 3, 3, 91.7, "achieved"),
        ("2026Q4", None, 3, 2, 91.7, "off-track"),
        ("lop", 3, 3, 2, 91.7, "not-yet-due"),
    ]


def test_a_share_to_date_is_of_all_answers_to_date() -> None:
    """3 of 5 by June, never the mean of two quarters' shares."""
    ((_, value, to_date, *told),) = lines("satisfied", period="2026Q2")
    assert (value, to_date, told) == (50, 60, [62, 96.8, "on-track"])


def test_the_life_of_project_is_due_at_its_end_only() -> None:
    """Before the end there is no status, but an achievement towards it; at the end it is the milestone."""
    assert lines("spent", period="2026Q1") == [("2026Q1", 250.5, 250.5, None, 62.6, "no-target")]
    assert lines("spent", period="2026Q2") == [("2026Q2", 49.5, 300, None, 75.0, "no-target")]
    assert lines("spent", period="2026Q4") == [("2026Q4", 0, 300, 400, 75.0, "off-track")]
    assert lines("spent") == [("lop", 300, 300, 400, 75.0, "not-yet-due")]


def test_targets_per_category_come_from_the_plan() -> None:
    """Women are where they should be, men are not; who has no target has no status."""
    tracking = Project.open(SERVICES).track(["people_served"], by=["sex"], period="2026Q2")
    assert [(dict(line.cell).get("sex", "total"), line.to_date, line.milestone, line.status) for line in tracking] == [
        ("f", 2, 2, "achieved"),
        ("m", 2, 3, "off-track"),
        ("total", 4, 5, "off-track"),
    ]


def test_a_line_carries_what_the_plan_says() -> None:
    """Baseline, target for the life of project and note."""
    (line,) = Project.open(SERVICES).track(["people_served"], period="2026Q2")
    assert (line.baseline, line.target, line.note) == (0, 8, "two villages joined late")
    assert line.indicator.code == "people_served"


def test_an_open_end_takes_in_everything() -> None:
    """From July on: to date are all records, those before July too."""
    (line,) = Project.open(SERVICES).track(["people_served"], period="2026-07..")
    assert (line.result.value, line.to_date) == (2, 6)


def test_two_breakdowns_by_time_are_refused() -> None:
    """There is one time, told in one unit."""
    with pytest.raises(Refused, match="two breakdowns by time"):
        Project.open(SERVICES).track(by=["month", "quarter"])


def test_a_table_without_a_date_has_no_data_in_a_period(make: Make) -> None:
    """Its life of project is known all the same."""
    toml = '[indicators.n]\ntable = "t"\nmeasure = "count"\ntarget = 2\n'
    project = Project.open(make(toml, {"t": "id\n1\n2\n"}))
    (line,) = project.track(period="2026Q1")
    assert (line.result.value, line.status) == (None, "no-data")
    (line,) = project.track()
    assert (line.result.value, line.status, line.achievement) == (2, "achieved", 1.0)


def test_a_plan_with_a_category_that_is_none_is_refused_with_its_row(make: Make) -> None:
    """A typo in the plan must not leave a target out."""
    toml = (SERVICES / "indicators.toml").read_text(encoding="utf-8")
    tables = {path.stem: path.read_text(encoding="utf-8") for path in SERVICES.glob("*.csv")}
    folder = make(toml, tables | {"plan": "code,period,sex,target\npeople_served,2026Q2,female,2\n"})
    with pytest.raises(Refused) as refused:
        Project.open(folder).track(["people_served"])
    (finding,) = refused.value.findings
    assert (finding.file, finding.row, finding.column) == ("plan.csv", 2, "sex")


EVENTS = {"t": "id,date\n1,2026-01-10\n2,2026-02-10\n3,2026-05-10\n4,2026-05-11\n"}
COUNTED = '[indicators.n]\ntable = "t"\nmeasure = "count"\n'


def tracked(project: Project, *by: str, period: str | None = None) -> list[tuple[object, ...]]:
    """Period, value, to date, milestone, status."""
    lines = project.track(by=by, period=period)
    return [(line.period, line.result.value, line.to_date, line.milestone, line.status) for line in lines]


PLACES = {"t": "id,date,place\n1,2026-01-10,A\n2,2026-02-10,A\n3,2026-05-10,B\n4,2026-05-11,A\n5,2026-08-10,\n"}


def test_every_category_has_a_line_in_every_period(make: Make) -> None:
    """Before its first row and after its last, though nobody declares it: values to date add up to the total."""
    project = Project.open(make(COUNTED, PLACES))
    told = [
        (line.period, dict(line.cell).get("place"), line.to_date) for line in project.track(by=["quarter", "place"])
    ]
    assert told == [
        (period, *counted)
        for period, own in {"2026Q1": (2, 0, 0), "2026Q2": (3, 1, 0), "2026Q3": (3, 1, 1), "lop": (3, 1, 1)}.items()
        for counted in zip(("A", "B", "not recorded", None), (*own, sum(own)), strict=True)
    ]
    alone = project.track(by=["place"], period="2026Q3")
    assert [(line.result.value, line.to_date) for line in alone] == [(0, 3), (0, 1), (1, 1), (1, 5)]


def test_each_period_against_its_own_target(make: Make) -> None:
    """Where targets are those of periods, the period's own value is judged; the life of project by its target."""
    targets = 'targets = { "2026Q1" = 3, "2026Q2" = 2, "2026Q3" = 1, lop = 7 }\ntargets_are = "periods"\n'
    project = Project.open(make(COUNTED + targets, EVENTS))
    assert tracked(project, "quarter") == [
        ("2026Q1", 2, 2, 3, "off-track"),
        ("2026Q2", 2, 4, 2, "achieved"),
        ("2026Q3", 0, 4, 1, "off-track"),
        ("lop", 4, 4, 7, "not-yet-due"),
    ]
    assert tracked(project, period="2026S1") == [("2026S1", 4, 4, 5, "off-track")]
    assert [line.achievement for line in project.track(period="2026Q2")] == [4 / 7]


def test_achievement_of_a_period_without_a_target_for_the_life_of_project(make: Make) -> None:
    """The period's own value over its own target: the value to date is of more periods."""
    project = Project.open(make(COUNTED + 'targets = { "2026Q2" = 4 }\ntargets_are = "periods"\n', EVENTS))
    assert [line.achievement for line in project.track(period="2026Q2")] == [0.5]


def test_a_period_with_a_target_and_no_records_has_a_line(make: Make) -> None:
    """Before the first record and after the last; a note says until when there are records."""
    project = Project.open(make(COUNTED + 'targets = { "2025Q4" = 1, "2026Q4" = 9 }\n', EVENTS))
    assert tracked(project, "quarter") == [
        ("2025Q4", 0, 0, 1, "off-track"),
        ("2026Q1", 2, 2, 1, "achieved"),
        ("2026Q2", 2, 4, 1, "achieved"),
        ("2026Q3", 0, 4, 1, "achieved"),
        ("2026Q4", 0, 4, 9, "off-track"),
        ("lop", 4, 4, 9, "not-yet-due"),
    ]
    note, *more = project.track(by=["quarter"]).results.notes
    assert (note.kind, str(note.about["day"])) == ("records-end", "2026-05-11")
    assert [one.kind for one in more] == ["not-yet-due"]
    assert [note.kind for note in project.track(period="2026Q3").results.notes] == ["records-end"]
    assert project.track(period="2026Q2").results.notes == ()


def test_every_period_of_the_life_of_project_has_a_line(make: Make) -> None:
    """From its start to its end, also without a target; a period that is asked for narrows it."""
    project = Project.open(make("[project]\nstart = 2025-10-01\nend = 2026-12-31\n" + COUNTED, EVENTS))
    quarters = ["2025Q4", "2026Q1", "2026Q2", "2026Q3", "2026Q4", "lop"]
    assert [line[0] for line in tracked(project, "quarter")] == quarters
    assert [line[0] for line in tracked(project, "quarter", period="2026S1")] == ["2026Q1", "2026Q2", "lop"]
    assert [line[0] for line in tracked(project, "quarter", period="2026-04..")] == [*quarters[2:]]


def test_records_of_another_indicator_go_on(make: Make) -> None:
    """Where one table has later rows, the 0 of the other is true; asked for alone, it is noted."""
    toml = COUNTED + '[indicators.m]\ntable = "u"\nmeasure = "count"\n'
    project = Project.open(make(toml, EVENTS | {"u": "id,date\n1,2026-08-01\n"}))
    assert project.track(by=["quarter"]).results.notes == ()
    assert [note.kind for note in project.track(["n"], period="2026Q3").results.notes] == ["records-end"]


def test_a_filter_does_not_end_the_records(make: Make) -> None:
    """Nobody who meets the condition came later, which is a true 0: no note."""
    project = Project.open(make(COUNTED, EVENTS))
    assert project.track(where={"id": 1}, period="2026Q2").results.notes == ()


def test_a_decrease_without_a_baseline_is_noted(make: Make) -> None:
    """It has a status and no achievement, and the note says why; with a baseline there is no note."""
    falling = COUNTED + 'direction = "decrease"\ntarget = 1\n'
    tracking = Project.open(make(falling, EVENTS)).track()
    assert [(line.status, line.achievement) for line in tracking] == [("off-track", None)]
    assert [note.kind for note in tracking.results.notes] == ["no-baseline"]
    tracking = Project.open(make(falling + "baseline = { value = 9 }\n", EVENTS)).track()
    assert [line.achievement for line in tracking] == [5 / 8]
    assert tracking.results.notes == ()


LIFE = "[project]\nstart = 2026-01-01\nend = 2026-06-30\n"
REACHED = COUNTED + "target = 10\n"


@pytest.mark.parametrize(
    ("last", "period", "status"),
    [
        ("2026-06-29", None, "not-yet-due"),
        ("2026-06-30", None, "off-track"),
        ("2026-07-02", None, "off-track"),
        ("2026-05-11", "2026S1", "off-track"),
        ("2026-05-11", "2026-06", "off-track"),
        ("2026-05-11", "..2026-06-30", "off-track"),
        ("2026-05-11", "2026Q2..", "not-yet-due"),
        ("2026-06-30", "2026Q2..", "off-track"),
        ("2026-06-30", "2026Q1", "no-target"),
    ],
)
def test_whether_the_project_has_ended(make: Make, last: str, period: str | None, status: str) -> None:
    """The period asked tells it, else the last dated record; the share reached is told in any case. Here 5 of 10."""
    project = Project.open(make(LIFE + REACHED, {"t": EVENTS["t"] + f"5,{last}\n"}))
    (line,) = project.track(period=period)
    assert line.status == status
    assert line.achievement == (line.to_date or 0) / 10  # type: ignore[operator]


def test_the_last_record_is_that_of_the_whole_project(make: Make) -> None:
    """Another table, which is not asked for, has records to the end: the project is over."""
    other = '[indicators.m]\ntable = "u"\nmeasure = "count"\n'
    folder = make(LIFE + REACHED + other, EVENTS | {"u": "id,date\n1,2026-06-30\n"})
    assert [line.status for line in Project.open(folder).track(["n"])] == ["off-track"]
    folder = make(LIFE + REACHED + other, EVENTS | {"u": "id,date\n1,2026-06-29\n"})
    assert [line.status for line in Project.open(folder).track(["n"])] == ["not-yet-due"]


def test_a_period_that_narrows_a_breakdown_tells_the_end(make: Make) -> None:
    """The line of the life of project is judged as by the end of the period asked; a note says which of the two."""
    project = Project.open(make(LIFE + REACHED, {"t": EVENTS["t"] + "5,2026-06-30\n"}))
    early, late = (project.track(by=["quarter"], period=period) for period in ("2026Q1", "2026Q2"))
    assert (early[-1].status, late[-1].status) == ("not-yet-due", "off-track")
    assert [note.kind for note in early.notes] == ["not-yet-due-period"]


def test_how_much_of_the_milestone_is_met(make: Make) -> None:
    """5 of a milestone of 4 by June, 5 of 10 in all; of a quarter's own target 3 of 5, whatever the baseline was."""
    milestones = 'targets = { "2026Q2" = 4, lop = 10 }\n'
    project = Project.open(make(COUNTED + milestones, {"t": EVENTS["t"] + "5,2026-06-30\n"}))
    (line,) = project.track(period="2026Q2")
    assert (line.milestone_met, line.achievement, line.status) == (1.25, 0.5, "achieved")
    periods = 'targets = { "2026Q2" = 5 }\ntargets_are = "periods"\nbaseline = { value = 1 }\n'
    project = Project.open(make(COUNTED + periods, {"t": EVENTS["t"] + "5,2026-06-30\n"}))
    (line,) = project.track(period="2026Q2")
    assert (line.milestone_met, line.status) == (0.6, "off-track")


def test_achievements_of_two_kinds_in_one_table_are_noted(make: Make) -> None:
    """What is the same for all stands in the heading; else each indicator says it. Progress: (4 - 2) of (10 - 2)."""
    other = '[indicators.m]\ntable = "t"\nmeasure = "count"\ntarget = 10\nbaseline = { value = 2 }\n'
    tracking = Project.open(make(REACHED + other, EVENTS)).track()
    assert [(line.achievement, line.achievement_kind) for line in tracking] == [
        (0.4, "actual/target"),
        (0.25, "progress"),
    ]
    kinds = [(note.kind, note.indicator.code) for note in tracking.notes if note.indicator]
    assert kinds == [("achievement-actual", "n"), ("achievement-progress", "m")]
    assert Project.open(make(REACHED, EVENTS)).track().notes == ()


def test_an_achievement_of_each_period_is_noted(make: Make) -> None:
    """Nothing is set for the life of project: from 8, 3 is more than the whole way to 5; to date does not matter."""
    own = 'targets = { "2026Q2" = 5 }\ntargets_are = "periods"\nbaseline = { value = 8 }\ndirection = "decrease"\n'
    events = {"t": EVENTS["t"] + "5,2026-06-30\n"}
    tracking = Project.open(make(COUNTED + own, events)).track(period="2026Q2")
    assert [line.result.value for line in tracking] == [3]
    assert [line.achievement for line in tracking] == pytest.approx([5 / 3])
    assert "achievement-progress-period" in {note.kind for note in tracking.notes}
    whole = own.replace("5 }", "5, lop = 5 }")
    tracking = Project.open(make(COUNTED + whole, events)).track(period="2026Q2")
    assert "achievement-progress-period" not in {note.kind for note in tracking.notes}


def test_what_is_said_of_a_life_of_project_that_is_not_yet_due(make: Make) -> None:
    """Rows without dates can't be asked for a period; without any dates nothing tells that the project is over."""
    undated = LIFE + '[indicators.m]\ntable = "u"\nmeasure = "count"\ntarget = 1\n'
    project = Project.open(make(undated + REACHED, EVENTS | {"u": "id\n1\n"}))
    assert [note.kind for note in project.track(["m", "n"]).notes] == ["not-yet-due-undated", "not-yet-due"]
    (note,) = Project.open(make(undated, {"u": "id\n1\n"})).track().notes
    assert note.kind == "not-yet-due-unknown"


def test_fiscal_quarters_are_periods_of_targets_and_of_the_plan(make: Make) -> None:
    """The fiscal year starts in July: two rows in its third quarter, two in the fourth."""
    toml = '[project]\nfiscal_year_start = 7\nplan = "plan.csv"\n' + COUNTED + 'targets = { "2025/26Q3" = 1 }\n'
    folder = make(toml, EVENTS | {"plan": "code,period,target\nn,2025/26Q4,5\n"})
    project = Project.open(folder)
    assert tracked(project, "fiscal-quarter") == [
        ("2025/26Q3", 2, 2, 1, "achieved"),
        ("2025/26Q4", 2, 4, 5, "off-track"),
        ("lop", 4, 4, 5, "not-yet-due"),
    ]
    assert tracked(project, period="2025/26Q4") == [("2025/26Q4", 2, 4, 5, "off-track")]
    assert [result.value for result in project.compute(period="2025/26S2")] == [4]


FISCAL_QUARTERS = """
[project]
start = 2025-07-01
end = 2026-06-30
fiscal_year_start = 7
[indicators.hours]
table = "t"
measure = "sum"
column = "hours"
targets_are = "periods"
targets = { "2025/26Q1" = 12, "2025/26Q2" = 12, "2025/26Q3" = 20, "2025/26Q4" = 10 }
[indicators.people]
table = "t"
measure = "unique"
column = "id"
targets_are = "periods"
targets = { "2025/26Q1" = 2, "2025/26Q2" = 2, lop = 7 }
"""
HOURS = (
    "id,date,hours\n1,2025-07-10,6\n2,2025-08-12,6\n1,2025-11-03,4\n3,2025-11-20,6\n4,2026-01-15,8\n5,2026-02-02,12\n"
)


def test_targets_of_periods_add_up_to_those_to_date(make: Make) -> None:
    """To date 12 of 12 hours; 22 of 12 + 12, which misses 24 by 8%; 42 of 44. In Q2 itself 10 of 12 miss by 17%.

    People who may come again do not add up: of them only the period is judged.
    """
    tracking = Project.open(make(FISCAL_QUARTERS, {"t": HOURS})).track(by=["fiscal-quarter"])
    hours, people = (tracking.of(tracking.results.framework.indicators[code]) for code in ("hours", "people"))
    assert [(line.result.value, line.milestone, line.status) for line in hours[:3]] == [
        (12, 12, "achieved"),
        (10, 12, "off-track"),
        (20, 20, "achieved"),
    ]
    assert [(line.to_date, line.target_to_date, line.status_to_date) for line in hours] == [
        (12, 12, "achieved"),
        (22, 24, "on-track"),
        (42, 44, "on-track"),
        (42, 54, "off-track"),
        (42, None, ""),
    ]
    assert {(line.target_to_date, line.status_to_date) for line in people} == {(None, "")}
