"""Whatever a heading says that its values are not: a project is proposed or refused, and its counts are plain ones."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundtable_cli import Project, Refused
from roundtable_cli.cli.main import main
from tests import run_length
from tests.first_meeting.any_headings import make_rows, vocabulary_headings, write_rows

_HEADINGS = vocabulary_headings()


def call(*arguments: str) -> Result:
    """A command that ends, or is refused; whatever else it raises is raised."""
    done = CliRunner().invoke(main, list(arguments), standalone_mode=False)
    if done.exception is not None and not isinstance(done.exception, (Refused, click.ClickException)):
        raise done.exception
    return done


def meet_file(folder: Path, seed: int) -> None:
    """One file through `summary --data` and `init`, then the project through `summary`, `check` and a breakdown."""
    header, rows = make_rows(Random(seed), _HEADINGS)  # noqa: S311 - no secret
    file, begun = folder / f"t{seed}.csv", folder / f"p{seed}"
    file.write_text(write_rows(header, rows), encoding="utf-8")
    met, made = call("summary", "--data", str(file), "-f", "json"), call("init", str(begun), str(file))
    if made.exception is not None:
        return
    again = call("summary", "--data", str(begun), "-f", "json")
    call("check", "--data", str(begun))
    if met.exception is None and again.exception is None:
        known = {line["code"]: line["value"] for line in json.loads(met.stdout)}
        assert known == {line["code"]: line["value"] for line in json.loads(again.stdout)}
        check_breakdown(begun, len([row for row in rows if any(cell.strip() for cell in row)]))


def check_breakdown(begun: Path, records: int) -> None:
    """The rows of each sex, or whatever the values are, add up to all of them, none lost and none there twice."""
    project = Project.open(begun)
    counts = [code for code, one in project.framework.indicators.items() if one.measure == "count" and not one.where]
    if "sex" not in project.framework.dimensions or not counts:
        return
    try:
        results = project.compute(counts[:1], by=["sex"])
    except Refused:
        return
    parts = [result.value for result in results if result.cell]
    left_out = sum(results.left_out.values())
    assert sum(part for part in parts if isinstance(part, int)) == results[-1].value == records - left_out


@pytest.mark.parametrize("seed", [6])
def test_a_file_of_any_headings_is_met(tmp_path: Path, seed: int) -> None:
    """A small sample of files that are always the same."""
    meet_file(tmp_path, seed)


@pytest.mark.long
@settings(max_examples=run_length.count_trials(200), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_files_of_any_headings_are_met(tmp_path: Path, seed: int) -> None:
    """Each word of the vocabulary over any values."""
    meet_file(tmp_path, seed)


@pytest.mark.parametrize("heading", ["year", "lat", "staff", "№", "age", "5"])
def test_digits_without_end_are_met(tmp_path: Path, heading: str) -> None:
    """No limit of Python's for whole numbers ends a command."""
    file = tmp_path / "t.csv"
    file.write_text(f"{heading},2\n{'9' * 5000},1\n{'8' * 5000},2\n²,3\n", encoding="utf-8")
    call("summary", "--data", str(file), "-f", "json")
    call("init", str(tmp_path / "begun"), str(file))
    call("check", str(file))
