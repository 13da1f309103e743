"""An audit workbook: a spreadsheet alone works out the value from the rows, and gets ours."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests import machine_programs
from tests.conftest import Make, Run

TOML = """
[indicators.rows]
table = "t"
measure = "count"
where = { kind = "a" }
[indicators.people]
table = "t"
measure = "unique"
column = "id"
[indicators.spent]
table = "t"
measure = "sum"
column = "usd"
factor = 2
[indicators.average]
table = "t"
measure = "mean"
column = "usd"
[indicators.middle]
table = "t"
measure = "median"
column = "usd"
[indicators.least]
table = "t"
measure = "min"
column = "usd"
where = { kind = "a" }
[indicators.last]
table = "t"
measure = "latest"
column = "usd"
[indicators.big]
table = "t"
measure = "share"
unit = "%"
meets = { usd = { min = 5 } }
[indicators.each]
measure = "ratio"
of = ["spent", "people"]
"""
TABLES = {
    "t": "id,kind,usd,day\n=1+1,a,10.25,2018-01-02\nP2,b,4.5,2018-01-03\n\nP2,a,7,2018-03-01\nP3,a,,2018-02-01\n"
    "P4,b,1,\n"
}
VALUES = {"rows": 3, "people": 4, "spent": 45.5, "average": 5.6875, "middle": 5.75, "least": 7, "last": 7, "big": 40}
VALUES["each"] = 45.5 / 4


@pytest.mark.in_process
@pytest.mark.parametrize("code", VALUES)
def test_the_workbook(make: Make, run: Run, tmp_path: Path, code: str) -> None:
    """A sheet of all rows, with a filter, the total above them a formula; and one of the definition."""
    out = tmp_path / "audit.xlsx"
    done = run("explain", code, "-d", make(TOML, TABLES), "-o", out)
    assert (done.returncode, done.stderr) == (0, "")
    book = load_workbook(out)
    rows, definition = book["rows"], book["definition"]
    parts = 3 if code == "each" else 1
    assert str(getattr(rows.cell(parts, 4).value, "text", rows.cell(parts, 4).value)).startswith("=")
    assert rows.auto_filter.ref
    assert rows.max_row == parts + 2 + 6 * (2 if code == "each" else 1)
    told = {str(cell.value) for row in definition.iter_rows() for cell in row}
    assert any(text.startswith("SHA-256 t.csv") for text in told)
    assert any(text.startswith("rt-stats ") for text in told)
    assert load_workbook(out, data_only=True)["rows"].cell(parts, 4).value == pytest.approx(VALUES[code])


@pytest.mark.long
@pytest.mark.in_process
def test_libreoffice_gets_the_same(make: Make, run: Run, tmp_path: Path) -> None:
    """Recalculated, each total is the value that rt-stats says; a text that looks like a formula stays one."""
    machine_programs.check_program("soffice", "LibreOffice, which works out the formulas")
    folder = make(TOML, TABLES)
    for code in VALUES:
        assert run("explain", code, "-d", folder, "-o", tmp_path / f"{code}.xlsx").returncode == 0
        _spoil_values(tmp_path / f"{code}.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    books = [str(tmp_path / f"{code}.xlsx") for code in VALUES]
    convert = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), *books]
    subprocess.run(convert, check=True, capture_output=True, timeout=180)
    for code, value in VALUES.items():
        rows = load_workbook(tmp_path / "out" / f"{code}.xlsx", data_only=True)["rows"]
        assert float(str(rows.cell(3 if code == "each" else 1, 4).value)) == pytest.approx(value), code


def _spoil_values(path: Path) -> None:
    """Takes away what the file says that its formulas come to: only who works them out knows."""
    book = load_workbook(path)
    book.save(path)


@pytest.mark.in_process
def test_no_personal_value_and_no_half_of_the_rows(make: Make, run: Run, tmp_path: Path) -> None:
    """A formula over chosen rows would say something else than the value."""
    out = tmp_path / "audit.xlsx"
    done = run("explain", "rows", "-d", make(TOML, TABLES), "--excluded", "-o", out)
    assert (done.returncode, out.exists(), "--excluded" in done.stderr) == (2, False, True)
