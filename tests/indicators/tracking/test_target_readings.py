"""Targets that can be read in two ways are told, and plain milestones are not."""

from __future__ import annotations

import random
from itertools import accumulate

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.indicators.definitions.framework import Indicator, ResultsFramework
from roundtable_cli.indicators.definitions.localized_text import LocalizedText
from roundtable_cli.indicators.tracking.plan import declared_plan
from roundtable_cli.indicators.tracking.target_readings import find_ambiguous_targets, find_target_warnings
from tests.conftest import Make

BASE = '[project]\nend = 2026-12-31\n[indicators.n]\ntable = "t"\nmeasure = "count"\n'
TABLE = {"t": "id,date\n1,2026-01-01\n2,2026-05-01\n"}


def warnings(make: Make, targets: str, *more: str) -> list[str]:
    """The codes and words of what `check` says of these targets."""
    project = Project.open(make(BASE + f"targets = {{ {targets} }}\n" + "\n".join(more), TABLE))
    return [f"{finding.code}: {finding.message}" for report in project.check() for finding in report.findings]


@pytest.mark.parametrize(
    ("targets", "told"),
    [
        ('"2026Q1" = 4, "2026Q2" = 5, lop = 9', "4 + 5 = 9"),
        ('"2026Q1" = 0, "2026Q2" = 4, "2026Q3" = 5, lop = 9', "4 + 5 = 9"),
        ('"2026-01" = 1, "2026-02" = 2, "2026-03" = 3, "2026Q1" = 6', "that of 2026Q1 (1 + 2 + 3 = 6)"),
        ('"2026Q1" = 0.1, "2026Q2" = 0.2, lop = 0.3', "0.1 + 0.2 = 0.3"),
        ('"2026Q1" = 4, "2026Q2" = 3, lop = 20', "falls from 4 in 2026Q1 to 3 in 2026Q2"),
        ('"2026Q1" = 4, "2026Q2" = 0, "2026Q3" = 9', "falls from 4 in 2026Q1 to 0 in 2026Q2"),
        ('"2026Q1" = 9, "2026-04" = 4', "falls from 9 in 2026Q1 to 4 in 2026-04"),
        ('"2026Q1" = 4, "2026Q2" = 9, lop = 8', "falls from 9 in 2026Q2 to 8 for the life of project"),
    ],
)
def test_ambiguous_targets_are_refused_with_both_readings(make: Make, targets: str, told: str) -> None:
    """Where they fall, or add up to the whole: by arithmetic, before any row is read; a summary needs no targets."""
    folder = make(BASE + f"targets = {{ {targets} }}\n", TABLE)
    project = Project.open(folder)
    with pytest.raises(Refused) as refused:
        project.track()
    (finding,) = refused.value.findings
    assert (finding.code, finding.file, finding.column) == (
        "ambiguous-targets",
        "indicators.toml",
        "[indicators.n] targets",
    )
    assert told in finding.message
    assert "as milestones to date, " in finding.message
    assert "by the end of" in finding.message
    assert "; or as targets of each period alone, " in finding.message
    assert 'targets_are = "milestones" or targets_are = "periods"' in finding.message
    assert [one for report in project.check() for one in report.findings] == [finding]
    assert [result.value for result in project.compute()] == [2]


def test_both_readings_have_all_numbers(make: Make) -> None:
    """Of many targets the first six."""
    targets = ", ".join(f'"2026-{month:02d}" = {20 - month}' for month in range(1, 9))
    with pytest.raises(
        Refused, match=r"19 by the end of 2026-01, .* 14 by the end of 2026-06 …; or .* 14 in 2026-06 …"
    ):
        Project.open(make(BASE + f"targets = {{ {targets} }}\n", TABLE)).track()


def test_ambiguous_targets_of_a_plan_are_refused_with_their_row(make: Make) -> None:
    """In its column they are settled: for one category as for all."""
    toml = '[dimensions.id]\ncolumn = "id"\n' + BASE.replace("end =", 'plan = "plan.csv"\nend =')
    plan = "code,period,id,target\nn,2026Q1,,4\nn,2026Q1,1,4\nn,2026Q2,,5\nn,2026Q2,1,3\n"
    with pytest.raises(Refused) as refused:
        Project.open(make(toml, TABLE | {"plan": plan})).track()
    (finding,) = refused.value.findings
    assert (finding.file, finding.row) == ("plan.csv", 3)
    assert "4 by the end of 2026Q1, 3 by the end of 2026Q2" in finding.message
    assert "column targets_are" in finding.message
    settled = plan.replace("code,", "targets_are,code,").replace("\nn", "\nperiods,n")
    assert len(Project.open(make(toml, TABLE | {"plan": settled})).track()) == 1


def test_others_are_tracked_with_keep_going(make: Make) -> None:
    """Only the indicator whose targets are ambiguous is refused."""
    other = '[indicators.m]\ntable = "t"\nmeasure = "count"\ntarget = 3\n'
    project = Project.open(make(BASE + 'targets = { "2026Q1" = 4, "2026Q2" = 5, lop = 9 }\n' + other, TABLE))
    assert [line.result.value for line in project.track(["m"])] == [2]
    assert [line.status for line in project.track(keep_going=True)] == ["refused", "not-yet-due"]


@pytest.mark.parametrize(
    ("targets", "told"),
    [
        ('"2026Q1" = 4, "2026Q2" = 4, "2026Q3" = 4', "4 in each of 3 periods"),
        ('"2026Q3" = 4, "2026Q4" = 5, lop = 20', "their targets are 5 and 20"),
        ('"2026Q1" = 4, "2026Q2" = 6, "2026S1" = 11', "their targets are 6 and 11"),
    ],
)
def test_weaker_signs_are_told(make: Make, targets: str, told: str) -> None:
    """By arithmetic alone, with the numbers, and what they are read as."""
    (warning,) = warnings(make, targets)
    assert warning.startswith("ambiguous-targets: ")
    assert told in warning
    assert 'targets_are = "periods"' in warning


def test_what_does_not_add_up_is_no_proof(make: Make) -> None:
    """Milestones of a share may happen to add up: that is told, and not refused."""
    share = BASE.replace('"count"', '"share"\nmeets = { id = 1 }\nunit = "%"')
    project = Project.open(make(share + 'targets = { "2026Q1" = 20, "2026Q2" = 40, lop = 60 }\n', TABLE))
    assert [finding.severity for finding in project.track().assumptions] == ["warning"]


def test_a_count_that_is_to_decrease_does_not_fall_to_date(make: Make) -> None:
    """Its value to date can only rise, so that falling targets are told; those of a latest list fall as they should."""
    falling = '"2026Q1" = 9, "2026Q2" = 6, "2026Q3" = 4'
    (warning,) = warnings(make, falling, 'direction = "decrease"')
    assert "falls from 9 in 2026Q1 to 6 in 2026Q2" in warning
    assert warnings(make, falling, 'direction = "decrease"', 'accumulation = "latest"', 'date = "date"') == []


@pytest.mark.parametrize(
    "targets",
    [
        '"2026Q1" = 4, "2026Q2" = 9, lop = 20',
        '"2026Q2" = 9, lop = 9',
        '"2026Q1" = 0, "2026Q2" = 9, lop = 9',
        '"2026Q1" = 4, "2026Q2" = 9, "2026S1" = 9, "2026Q3" = 12',
        '"2026Q3" = 4, "2026Q4" = 20, lop = 20',
        '"2026Q1" = 20, "2026Q2" = 20, "2026Q3" = 20, lop = 20',
        "lop = 9",
    ],
)
def test_milestones_are_no_doubt(make: Make, targets: str) -> None:
    """They rise, and end with what is due for the life of project."""
    assert warnings(make, targets) == []


@pytest.mark.parametrize("kind", ["milestones", "periods"])
def test_what_is_said_is_no_doubt(make: Make, kind: str) -> None:
    """By the indicator, or by the project for all of its indicators."""
    doubtful = '"2026Q1" = 4, "2026Q2" = 5, lop = 9'
    assert warnings(make, doubtful, f'targets_are = "{kind}"') == []
    toml = BASE.replace("end =", f'targets_are = "{kind}"\nend =') + f"targets = {{ {doubtful} }}\n"
    assert [report.findings for report in Project.open(make(toml, TABLE)).check()] == [()]


def test_a_share_may_fall_or_stay(make: Make) -> None:
    """What is to go down has milestones that do; what does not add up may have one goal in every period."""
    share = BASE.replace('"count"', '"share"\nmeets = { id = 1 }\nunit = "%"')
    toml = share + 'direction = "decrease"\ntargets = { "2026Q1" = 90, "2026Q2" = 60, lop = 40 }\n'
    assert [report.findings for report in Project.open(make(toml, TABLE)).check()] == [()]
    toml = share + 'targets = { "2026Q1" = 80, "2026Q2" = 80, "2026Q3" = 80, lop = 80 }\n'
    assert [report.findings for report in Project.open(make(toml, TABLE)).check()] == [()]


def test_rising_milestones_are_never_told() -> None:
    """Of thousands of random plans whose milestones rise to more than the sum of all, none is in doubt."""
    chance = random.Random(18)  # noqa: S311 - nothing is kept secret
    quarters = [f"{year}Q{quarter}" for year in range(2020, 2024) for quarter in range(1, 5)]
    for _ in range(3000):
        count = chance.randint(1, len(quarters))
        milestones = list(accumulate(chance.randint(1, 40) for _ in range(count)))
        targets = dict(zip(quarters, milestones, strict=False)) | {"lop": sum(milestones) + chance.randint(1, 9)}
        framework = ResultsFramework(indicators={"n": Indicator("n", LocalizedText(), "count", targets=targets)})
        assert [*find_target_warnings(framework, declared_plan(framework), "n")] == []
        assert [*find_ambiguous_targets(framework, declared_plan(framework), "n")] == []


@pytest.mark.parametrize(
    ("direction", "baseline", "is_told"),
    [("increase", 10, True), ("increase", 9, False), ("decrease", 5, True), ("decrease", 12, False)],
)
def test_a_target_on_the_wrong_side_of_the_baseline(make: Make, direction: str, baseline: int, is_told: bool) -> None:
    """The direction was forgotten, or a number is wrong; a target at the baseline keeps what there is."""
    told = warnings(make, "lop = 9", f'direction = "{direction}"', f"baseline = {{ value = {baseline} }}")
    assert [one.startswith("target-direction") for one in told] == [True] * is_told


def test_it_stands_under_the_table_and_beside_data(make: Make) -> None:
    """What `check` says of the indicators asked for is with their tracking table; of no other."""
    other = '[indicators.m]\ntable = "t"\nmeasure = "count"\ntarget = 3\n'
    project = Project.open(make(BASE + 'targets = { "2026Q3" = 4, "2026Q4" = 5, lop = 8 }\n' + other, TABLE))
    assert [finding.code for finding in project.track(["n"]).assumptions] == ["ambiguous-targets"]
    assert project.track(["m"]).assumptions == ()
