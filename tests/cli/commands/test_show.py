"""`rt-stats show`: what can be computed, and reference sheets."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, Make, Run
from tests.in_process import call

pytestmark = pytest.mark.in_process


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample project."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "sample"))


def test_list(run: Run, sample: Path) -> None:
    """Without a code it lists every indicator: code, label, level, measure, table and unit."""
    done = run("show", "-f", "csv", cwd=sample)
    assert (done.returncode, done.stderr) == (0, "")
    rows = list(csv.DictReader(done.stdout.splitlines(), strict=True))
    assert len(rows) == 14
    first = {"code": "activists", "level": "output", "measure": "unique", "table": "activists", "unit": "people"}
    assert first.items() <= rows[0].items()
    assert rows[0]["indicator"] == "Youth activists in initiative groups"


def test_sheet(run: Run, sample: Path) -> None:
    """With a code it shows the sheet: definition, rule in words, source, unit and the published figure."""
    done = run("show", "staff_trained", cwd=sample)
    assert (done.returncode, done.stderr) == (0, "")
    shown = " ".join(done.stdout.split())
    for text in (
        "staff_trained",
        "Distinct MTA staff members",
        "staff_id",
        "kind is training",
        "trainings",
        "people",
        "27",
    ):
        assert text in shown
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_languages() -> None:
    """A sheet speaks the language asked for."""
    assert "Аныктама" in call("show", "staff_trained", "--lang", "ky", "--data", "sample").stdout


def test_sheets_as_data() -> None:
    """As data a sheet has a row per element, of each code in the order asked."""
    rows = json.loads(call("show", "grants_usd", "activists", "-f", "json", "--data", "sample").stdout)
    assert list(dict.fromkeys(row["code"] for row in rows)) == ["grants_usd", "activists"]
    assert all(set(row) == {"code", "element", "text"} for row in rows)


def test_no_rows_needed(make: Make) -> None:
    """What is counted can be shown though its rows are broken, or not there yet."""
    folder = make('[indicators.a]\nlabel = "A"\ntable = "t"\nmeasure = "count"\n', {"t": "x\n1,2\n"})
    assert call("show", "a", cwd=folder).returncode == 0
    (folder / "t.csv").unlink()
    assert call("show", cwd=folder).returncode == 0


def test_sample(run: Run) -> None:
    """With no project here the sample's indicators are shown, headed SAMPLE DATA."""
    done = run("show")
    assert (done.returncode, done.stderr) == (0, "")
    assert "SAMPLE DATA" in done.stdout
    assert "staff_trained" in done.stdout


def test_unknown(run: Run, sample: Path) -> None:
    """An unknown code is refused with the nearest."""
    done = run("show", "staff_traind", cwd=sample)
    assert (done.returncode, done.stdout) == (2, "")
    assert '"staff_trained"' in done.stderr


def test_formats(sample: Path, tmp_path: Path) -> None:
    """A format that `show` can't write is refused, by its name or by the ending of a file."""
    for arguments in (("-f", "env"), ("-o", tmp_path / "x.env"), ("-o", tmp_path / "x.sh")):
        done = call("show", *arguments, cwd=sample)
        assert (done.returncode, done.stdout) == (2, "")
        assert "internal error" not in done.stderr
        assert "env" in done.stderr or ".sh" in done.stderr
    assert list(tmp_path.iterdir()) == [sample]
