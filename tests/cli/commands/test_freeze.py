"""`rt-stats freeze` as a user and a script meet it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.comparison.small_project import make_project
from tests.conftest import Run

pytestmark = pytest.mark.in_process


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small project."""
    return make_project(tmp_path / "project")


def test_a_report_is_kept(run: Run, folder: Path) -> None:
    """One line says where; the secret is told when it is new; the file is plain JSON without a value of any person."""
    done = run("freeze", "2018Q4", "--data", folder)
    assert (done.returncode, done.stderr) == (0, "")
    first, second, third = done.stdout.splitlines()
    assert first == "reports/2018Q4.json: 2018Q4, 2 indicators, 4 values"
    assert second.startswith("5 rows are marked")
    assert third.startswith("reports/.row-key is the secret")
    text = (folder / "reports" / "2018Q4.json").read_text(encoding="utf-8")
    assert json.loads(text)["values"][0] == {
        "code": "trained", "cell": {}, "value": 2, "rows": 3, "repeats": 1, "missing": 0, "outside": 0,
    }  # fmt: skip
    assert "P1" not in text
    assert len(run("freeze", "final", "--data", folder).stdout.splitlines()) == 2


def test_the_list_of_reports(run: Run, folder: Path) -> None:
    """Each report with its period; one that was changed by hand is told."""
    assert "No report was frozen yet" in run("freeze", "--list", "--data", folder).stdout
    run("freeze", "2018Q4", "--data", folder)
    run("freeze", "final", "--data", folder)
    file = folder / "reports" / "final.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"value": 3', '"value": 4'), encoding="utf-8")
    done = run("freeze", "--list", "--data", folder)
    assert done.returncode == 0
    assert "2018Q4  2018Q4  2 indicators, 4 values" in done.stdout
    assert "reports/final.json: the file was changed" in done.stdout.replace("\n", " ")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "give the report a NAME"),
        (("2018Q4", "--list"), "--list takes no NAME"),
        (("--list", "--replace"), "--list takes no other option"),
        (("2018Q5",), "is not a period"),
        (("a/b/../c",), "can't be the name of a report"),
        (("x", "--period", "soon"), "is not a period"),
    ],
)
def test_what_is_refused(run: Run, folder: Path, words: tuple[str, ...], told: str) -> None:
    """With exit code 2, and nothing is written."""
    done = run("freeze", *words, "--data", folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert not (folder / "reports").exists()


def test_the_sample_is_not_frozen(run: Run) -> None:
    """A report of invented numbers helps nobody, and the sample is not the user's own folder."""
    done = run("freeze", "2018Q4", "--data", "sample")
    assert done.returncode == 2
    assert "no project to write into" in done.stderr
