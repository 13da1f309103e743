"""Whole projects whose values are worked out by hand, in the README.md beside each: every case that they name."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from roundtable_cli import Project, Refused, Result

PROJECTS = Path(__file__).parent / "projects"
COUNTS = ("rows", "repeats", "missing", "outside")


def cases(kind: str) -> list[Any]:
    """The cases of a kind in all projects."""
    return [
        pytest.param(file.parent, case, id=f"{file.parent.name}: {case['why']}")
        for file in sorted(PROJECTS.glob("*/expected.toml"))
        for case in load_cases(file.parent, kind)
    ]


def load_cases(folder: Path, kind: str) -> list[dict[str, Any]]:
    """The cases of a kind in one project."""
    found: list[dict[str, Any]] = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8")).get(kind, [])
    return found


def computed(folder: Path, case: dict[str, Any]) -> list[Result]:
    """The results that a case asks for."""
    asked = {name: case[name] for name in ("by", "where", "period") if name in case}
    return list(Project.open(folder).compute(case["codes"], **asked))


@pytest.mark.parametrize(("folder", "case"), cases("case"))
def test_a_project_computes_to_the_values_worked_out_by_hand(folder: Path, case: dict[str, Any]) -> None:
    """Every cell, in order: its code, categories, value, and the counts that the case gives."""
    results = computed(folder, case)
    told = [
        line
        for result, expected in zip(results, case["values"], strict=False)
        for line in differences(result, expected)
    ]
    assert told == []
    assert len(results) == len(case["values"]), [(result.code, result.cell, result.value) for result in results]


def differences(result: Result, expected: dict[str, Any]) -> Iterator[str]:
    """Where a result is not as expected."""
    known = {"code", "value", "none", *COUNTS}
    cell = {name: key for name, key in expected.items() if name not in known}
    if (result.code, dict(result.cell)) != (expected["code"], cell):
        yield f"{result.code} {dict(result.cell)} stands where {expected} belongs"
        return
    counted = {name: getattr(result.counts, name) for name in COUNTS if name in expected}
    if counted != {name: expected[name] for name in counted}:
        yield f"{result.code} {cell}: {counted}, not {expected}"
    wanted = None if expected.get("none") else expected["value"]
    if not same(result.value, wanted):
        yield f"{result.code} {cell}: {result.value}, not {wanted}"


def same(value: Any, wanted: Any) -> bool:
    """Equal; a number with a fraction to nine digits."""
    if isinstance(wanted, float) and value is not None:
        return math.isclose(float(value), wanted, rel_tol=1e-9)
    return bool(value == wanted)


@pytest.mark.parametrize(("folder", "case"), cases("refused"))
def test_a_number_that_nobody_could_stand_behind_is_refused(folder: Path, case: dict[str, Any]) -> None:
    """With a message that names the place, or what is wrong."""
    with pytest.raises(Refused) as refused:
        computed(folder, case)
    assert [words for words in case["says"] if words not in str(refused.value)] == []


def test_there_are_examples() -> None:
    """A loop over nothing would pass."""
    assert len(cases("case")) > 40
    assert len(cases("refused")) > 5


FOLDERS = sorted(file.parent for file in PROJECTS.glob("*/expected.toml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])
def test_a_project_is_checked_and_tracked(folder: Path) -> None:
    """Of every indicator that it has, whatever it counts, in periods too; of what is refused, check tells."""
    reports = Project.open(folder).check()
    assert {report.file for report in reports} >= {path.name for path in folder.glob("*.csv")}
    told = {(finding.file, finding.row) for report in reports for finding in report.findings}
    refused = set[tuple[str, int | None]]()
    try:
        assert len(Project.open(folder).track(by=["year"])) >= len(Project.open(folder).check_codes(()))
    except Refused as refusal:
        refused = {(finding.file, finding.row) for finding in refusal.findings}
    assert refused <= told
