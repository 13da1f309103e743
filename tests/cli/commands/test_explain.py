"""`rt-stats explain`: the rows behind a number."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.conftest import Run

pytestmark = pytest.mark.in_process


def test_a_table(run: Run) -> None:
    """The sample explains itself, headed as such, and says how many rows are not shown."""
    done = run("explain", "staff_trained")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:2] == ["SAMPLE DATA", "MTA staff trained: 27 people"]
    assert "rows counted                                     41" in lines
    assert lines[-1] == "… 18 more rows; -f csv shows all."


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
@pytest.mark.parametrize("name", ["csv", "tsv", "json", "jsonl"])
def test_data(run: Run, name: str, engine: str) -> None:
    """Every format has every row, and their sum is the number."""
    done = run("explain", "staff_trained", "-d", "sample", "-f", name, "--engine", engine)
    assert (done.returncode, done.stderr) == (0, "")
    if name in {"csv", "tsv"}:
        rows = list(csv.DictReader(done.stdout.splitlines(), delimiter="," if name == "csv" else "\t"))
    else:
        rows = json.loads(done.stdout if name == "json" else f"[{','.join(done.stdout.splitlines())}]")
    assert len(rows) == 68
    assert sum(int(row["adds"] or 0) for row in rows) == 27


def test_into_a_file(run: Run, tmp_path: Path) -> None:
    """Whole, and with every row."""
    out = tmp_path / "rows.md"
    assert run("explain", "activists", "-d", "sample", "-o", out).returncode == 0
    assert out.read_text(encoding="utf-8").count("| activists.csv") == 112


def test_choices(run: Run) -> None:
    """One choice of rows at a time; the overlap is that of a breakdown."""
    done = run("explain", "activists", "-d", "sample", "--by", "settlement", "--overlap", "-f", "csv")
    assert len(done.stdout.splitlines()) == 13
    assert "give one of them" in run("explain", "activists", "--counted", "--excluded").stderr
    done = run("explain", "activists", "--overlap")
    assert (done.returncode, "--by NAME" in done.stderr) == (2, True)


def test_what_is_refused(run: Run) -> None:
    """An unknown code, and a condition that nothing meets, as everywhere."""
    done = run("explain", "activist")
    assert (done.returncode, "activists" in done.stderr) == (2, True)
    assert run("explain", "staff_trained", "--where", "mta=M99").returncode == 2
