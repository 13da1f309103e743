"""`-o FILE.xlsx`: summary, track and show as workbooks."""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path
from unittest.mock import patch

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from roundtable_cli import Project
from tests.conftest import ROOT, Run
from tests.in_process import call


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample project."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "sample"))


def rows(path: Path, sheet: int = 0) -> list[list[object]]:
    """The values of a worksheet."""
    return [list(row) for row in CalamineWorkbook.from_path(path).get_sheet_by_index(sheet).to_python()]


def row_of(path: Path, first: str, sheet: int = 0) -> list[object]:
    """The row that begins with a text."""
    (found,) = [row for row in rows(path, sheet) if row[0] == first]
    return found


def test_summary(run: Run, sample: Path, tmp_path: Path) -> None:
    """A summary is one table with real numbers; silent, and the same bytes again."""
    out = tmp_path / "a.xlsx"
    done = run("summary", "-o", out, cwd=sample)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert row_of(out, "activists")[1:3] == ["Youth activists in initiative groups", 106.0]
    assert row_of(out, "grants_usd")[2] == 61933.0
    assert row_of(out, "share_women")[2] == pytest.approx(55 / 102)
    before = out.read_bytes()
    run("summary", "-o", out, cwd=sample)
    assert out.read_bytes() == before


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
def test_breakdown(sample: Path, tmp_path: Path, language: str) -> None:
    """A breakdown has a column for each category, in the language asked, and its notes below."""
    out = tmp_path / "a.xlsx"
    call("summary", "--by", "sex", "--lang", language, "-o", out, cwd=sample)
    assert row_of(out, "activists")[3:7] == [55.0, 47.0, 4.0, 106.0]
    label = Project.open("sample").framework.indicators["activists"].label(language)
    assert row_of(out, "activists")[1] == label
    assert str(rows(out)[-1][0]).startswith("advocacy_actions: ")


def test_cross_table(sample: Path, tmp_path: Path) -> None:
    """A cross table of several indicators has a worksheet for each, whole, with the notes about it."""
    out = tmp_path / "a.xlsx"
    call("summary", "activists", "grants_usd", "--by", "settlement", "--by", "sex", "-o", out, cwd=sample)
    assert CalamineWorkbook.from_path(out).sheet_names == ["activists", "grants_usd"]
    assert row_of(out, "total")[1:5] == [55.0, 47.0, 4.0, 106.0]
    assert row_of(out, "total", 1)[4] == 61933.0
    notes = [str(row[0]) for row in rows(out, 1) if str(row[0]).startswith(("activists", "grants_usd: only the total"))]
    assert [note.split(":")[0] for note in notes] == ["grants_usd"]


def test_track(sample: Path, tmp_path: Path) -> None:
    """A tracking table has values and targets as numbers, the part of a target that is met as a percentage."""
    out = tmp_path / "a.xlsx"
    call("track", "pilot_settlements", "-o", out, cwd=sample)
    assert row_of(out, "Pilot settlements")[3:8] == ["", 10.0, 10.0, 1.0, "not yet due"]
    call("track", "grants_usd", "activists", "--by", "quarter", "-o", out, cwd=sample)
    assert row_of(out, "Grant funding for youth initiatives")[10:12] == [34903.6, 34903.6]
    assert row_of(out, "Youth activists in initiative groups")[-3:] == [106.0, "", "no target"]


def test_show(sample: Path, tmp_path: Path) -> None:
    """The list of indicators is a table; reference sheets are worksheets."""
    out = tmp_path / "a.xlsx"
    call("show", "-o", out, cwd=sample)
    assert len([row for row in rows(out) if row[1] == "Pilot settlements"]) == 1
    call("show", "activists", "grants_usd", "-f", "xlsx", "-o", out, cwd=sample)
    assert CalamineWorkbook.from_path(out).sheet_names == ["activists", "grants_usd"]
    assert row_of(out, "Unit", 1)[1] == "USD"


def test_sample_says_so(tmp_path: Path) -> None:
    """The sample is headed as such in the workbook, and is written only when it is asked for."""
    out = tmp_path / "a.xlsx"
    assert call("summary", "-o", out, cwd=tmp_path).returncode == 2
    assert not out.exists()
    call("summary", "--data", "sample", "--lang", "ru", "-o", out, cwd=tmp_path)
    assert rows(out)[0][0] == "ПРИМЕР: ДАННЫЕ НЕ ВАШИ"


def test_date(tmp_path: Path) -> None:
    """A date is a date in the workbook."""
    (tmp_path / "visits.csv").write_text("id,day\n1,2018-11-19\n2,2018-03-01\n", encoding="utf-8")
    definitions = '[indicators.last]\nlabel = "Last visit"\ntable = "visits"\nmeasure = "max"\ncolumn = "day"\n'
    (tmp_path / "indicators.toml").write_text(definitions, encoding="utf-8")
    done = call("summary", "--lang", "ru", "-o", "a.xlsx", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert row_of(tmp_path / "a.xlsx", "last")[2] == date(2018, 11, 19)
    (sheet,) = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets
    (pattern,) = {cell.number_format for row in sheet.iter_rows() for cell in row} - {"General"}
    assert pattern.startswith("[$-419]d")


@pytest.mark.parametrize("output", [(), ("-o", "-")])
def test_needs_a_file(sample: Path, output: tuple[str, ...]) -> None:
    """A workbook is not written to standard output: one line says that it needs a file."""
    done = call("summary", "-f", "xlsx", *output, cwd=sample)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "-o FILE.xlsx" in done.stderr


@pytest.mark.parametrize("command", ["summary", "track", "show"])
def test_not_installed(sample: Path, tmp_path: Path, command: str) -> None:
    """Without XlsxWriter one line says what to install, before any row is read, and nothing is written."""
    (sample / "activists.csv").unlink()
    out = tmp_path / "a.xlsx"
    with patch.dict(sys.modules, {"xlsxwriter": None}):
        done = call(command, "-o", out, cwd=sample)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "pip install 'roundtable-cli[excel]'" in done.stderr
    assert not out.exists()


def test_other_formats_do_without(sample: Path) -> None:
    """No other format needs XlsxWriter."""
    with patch.dict(sys.modules, {"xlsxwriter": None}):
        assert call("summary", "activists", "-f", "csv", cwd=sample).returncode == 0
        assert call("summary", "activists", cwd=sample).returncode == 0


@pytest.mark.parametrize("command", [("get", "activists"), ("check",)])
def test_commands_without_tables(sample: Path, command: tuple[str, ...]) -> None:
    """A command that has no table for reading refuses the ending."""
    done = call(*command, "-o", "a.xlsx", cwd=sample)
    assert (done.returncode, done.stdout) == (2, "")
    assert ".xlsx" in done.stderr


def test_too_large(tmp_path: Path) -> None:
    """What Excel can't hold is refused in one line, and the old file stays."""
    (tmp_path / "visits.csv").write_text("id,remark\n1," + "x" * 40_000 + "\n", encoding="utf-8")
    definitions = '[indicators.n]\nlabel = "Visits"\ntable = "visits"\nmeasure = "count"\n'
    (tmp_path / "indicators.toml").write_text(definitions, encoding="utf-8")
    (tmp_path / "a.xlsx").write_text("old", encoding="utf-8")
    done = call("summary", "--by", "remark", "-o", "a.xlsx", cwd=tmp_path)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert "40,000 characters" in done.stderr
    assert (tmp_path / "a.xlsx").read_text(encoding="utf-8") == "old"
