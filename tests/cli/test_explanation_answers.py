"""What `explain` writes, as page, data and workbook; and a sample that is drawn again by its seed."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.conftest import Run

pytestmark = pytest.mark.in_process


def test_a_sample_as_page_data_and_workbook(run: Run, tmp_path: Path) -> None:
    """The same seed draws the same rows into each; without one, the sheet says which was chosen."""
    options = ("explain", "grants_usd", "-d", "sample", "--sample", "3", "--seed", "7")
    page, data = run(*options), run(*options, "-f", "csv")
    assert (page.returncode, data.returncode) == (0, 0)
    ids = [line.split(",")[5] for line in data.stdout.splitlines()[1:]]
    assert len(ids) == 3
    assert all(one in page.stdout for one in ids)
    assert run(*options, "-o", tmp_path / "recount.xlsx").returncode == 0
    rows = [*openpyxl.load_workbook(tmp_path / "recount.xlsx")["recount"].values]
    assert [row[5] for row in rows[1:]] == ids
    assert "--seed" in run("explain", "grants_usd", "-d", "sample", "--sample", "3").stdout


def test_an_audit_workbook_and_rows(run: Run, tmp_path: Path) -> None:
    """All rows, whatever they are written as."""
    assert run("explain", "grants_usd", "-d", "sample", "-o", tmp_path / "audit.xlsx").returncode == 0
    assert openpyxl.load_workbook(tmp_path / "audit.xlsx").sheetnames == ["rows", "definition"]
    assert len(run("explain", "grants_usd", "-d", "sample", "-f", "csv").stdout.splitlines()) == 8


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (("--sample", "3", "--excluded"), "takes no --excluded"),
        (("--seed", "3"), "--seed is for --sample"),
        (("--sample", "0"), "0 is not in the range"),
        (("--sample", "3", "-f", "values"), "values"),
    ],
)
def test_what_is_refused(run: Run, options: tuple[str, ...], fault: str) -> None:
    """With what to do instead."""
    done = run("explain", "grants_usd", "-d", "sample", *options)
    assert (done.returncode, fault in done.stderr) == (2, True)
