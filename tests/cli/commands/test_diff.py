"""`rt-stats diff` as a user and a script meet it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.comparison.small_project import ROWS, make_frozen_project, make_project, write_visits
from tests.conftest import Run

pytestmark = pytest.mark.in_process


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small project whose fourth quarter is frozen."""
    return make_frozen_project(tmp_path / "project")


def test_exit_codes(run: Run, folder: Path) -> None:
    """0 where nothing has moved, 1 where anything has, 2 where it can't be compared."""
    done = run("diff", "2018Q4", "--data", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "No value has moved." in done.stdout
    write_visits(folder, [*ROWS, "V6,P9,f,course,2018-12-30,10"])
    done = run("diff", "2018Q4", "--data", folder)
    assert (done.returncode, done.stderr) == (1, "")
    assert "3 of 4 values have moved." in done.stdout
    assert "+1: late rows in visits" in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
    write_visits(folder, [*ROWS, "V6,P9,f,course,2018-12-30,many"])
    done = run("diff", "2018Q4", "--data", folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "visits.csv row 7" in done.stderr
    (folder / "visits.csv").unlink()
    assert run("diff", "2018Q4", "--data", folder).returncode == 2


def test_data_have_a_row_for_each_cause(run: Run, folder: Path) -> None:
    """The effects of one value add up to its difference; --only-moved leaves the others out."""
    write_visits(folder, [ROWS[0], ROWS[1].replace(",m,", ",f,"), *ROWS[2:], "V6,P9,f,course,2018-12-30,10"])
    rows = [*csv.DictReader(io.StringIO(run("diff", "2018Q4", "-f", "csv", "--data", folder).stdout))]
    women = [row for row in rows if row["category"] == "f"]
    assert [(row["difference"], row["cause"], row["effect"]) for row in women] == [
        ("2", "rows-changed", "1"),
        ("2", "late-rows", "1"),
    ]
    done = run("diff", "2018Q4", "--only-moved", "-f", "json", "--data", folder)
    assert {row["category"] for row in json.loads(done.stdout) if row["what"] == "value"} == {"total", "f", "m"}
    assert all(row["old"] != row["new"] for row in json.loads(done.stdout))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("2018Q3",), 'did you mean "2018Q4"'),
        (("2018Q4", "--only-moved"), "--only-moved is for csv"),
        (("2018Q4", "-f", "env"), 'there is no format "env"'),
        (("a.csv", "b.csv"), "--table TABLE"),
        (("a", "b", "c"), "3 names are given"),
        (("2018Q4", "--table", "visits"), "--table is for two files"),
        (("2018Q4", "--period", "2018"), "a report has a period of its own"),
    ],
)
def test_what_is_refused(run: Run, folder: Path, words: tuple[str, ...], told: str) -> None:
    """With exit code 2 and what to do."""
    done = run("diff", *words, "--data", folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


@pytest.mark.parametrize("name", ["x.md", "x.xlsx"])
def test_all_formats(run: Run, folder: Path, name: str) -> None:
    """A file in each, and no personal value in any."""
    write_visits(folder, [*ROWS, "V6,P9,f,course,2018-12-30,10"])
    output = folder.parent / name
    assert run("diff", "2018Q4", "-o", output, "--data", folder).returncode == 1
    assert output.stat().st_size
    assert b"P9" not in output.read_bytes()


def test_no_report_yet(run: Run, tmp_path: Path) -> None:
    """The command that makes one is named."""
    done = run("diff", "2018Q4", "--data", make_project(tmp_path / "other"))
    assert done.returncode == 2
    assert "rt-stats freeze 2018Q4" in done.stderr


def test_two_files(run: Run, folder: Path) -> None:
    """What a corrected file would move; nothing is written over one that is read."""
    new = folder.parent / "new.csv"
    new.write_text((folder / "visits.csv").read_text(encoding="utf-8").replace(",m,", ",f,"), encoding="utf-8")
    ask = ("diff", folder / "visits.csv", new, "--table", "visits", "--data", folder)
    done = run(*ask)
    assert (done.returncode, done.stderr) == (1, "")
    assert "rows changed in visits: sex (2)" in " ".join(done.stdout.split())
    assert run("diff", new, new, "--table", "visits", "--data", folder).returncode == 0
    before = new.read_bytes()
    assert run(*ask, "-f", "csv", "-o", new).returncode == 2
    assert new.read_bytes() == before


def test_published_figures(run: Run, folder: Path) -> None:
    """The values of the records beside those that were published; no report can have their name."""
    done = run("diff", "published", "--data", folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "none of these indicators has a published value" in done.stderr
    definitions = folder / "indicators.toml"
    text = definitions.read_text(encoding="utf-8").replace("targets = {", "published.value = 3\ntargets = {")
    definitions.write_text(
        text.replace('column = "income"', 'column = "income"\npublished.value = 500'), encoding="utf-8"
    )
    done = run("diff", "published", "-f", "json", "--only-moved", "--data", folder)
    assert done.returncode == 1
    assert [(row["code"], row["value"], row["published"]) for row in json.loads(done.stdout)] == [
        ("income", 585.5, 500)
    ]
    definitions.write_text(text, encoding="utf-8")
    done = run("diff", "published", "--data", folder)
    assert done.returncode == 0
    assert "agree" in done.stdout
    assert run("freeze", "published", "--data", folder).returncode == 2
