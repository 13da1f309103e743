"""The cupboard of bad and odd files: each is told right, and each number of it is right, or refused with the reason."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from roundtable_cli import Project, Refused
from roundtable_cli.cli.main import main
from tests.conftest import Run
from tests.tables.cupboard import CUPBOARD, Odd

# Warnings that tell how a file is read; others judge what its cells mean.
OF_FILES = frozenset(
    "blank-row total-row title-row note-row no-headings repeated-header blank-label duplicate-label duplicate-row "
    "encoding-guessed old-format merged-cells".split()
)
by_name = pytest.mark.parametrize("odd", CUPBOARD, ids=[odd.name for odd in CUPBOARD])


def checked(folder: Path, odd: Odd) -> tuple[int, list[dict[str, Any]]]:
    """The exit code of `check` on the file alone, and its findings."""
    (folder / odd.name).write_bytes(odd.content)
    done = CliRunner().invoke(main, ["check", str(folder / odd.name), "-f", "json"], standalone_mode=False)
    assert done.exception is None, done.exception
    assert isinstance(done.return_value, int)
    return done.return_value, [finding for report in json.loads(done.stdout) for finding in report["findings"]]


def answered(folder: Path, odd: Odd, ask: str) -> object:
    """The value that is computed, or the codes of the refusal."""
    (folder / odd.name).write_bytes(odd.content)
    package = {"resources": [{"name": "t", "path": odd.name, **odd.declared}]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    measure, _, column = ask.partition(":")
    toml = f'[indicators.n]\ntable = "t"\nmeasure = "{measure}"\n' + (f'column = "{column}"\n' if column else "")
    (folder / "indicators.toml").write_text(toml, encoding="utf-8")
    try:
        (result,) = Project.open(folder).compute(["n"])
    except Refused as refused:
        return {finding.code for finding in refused.findings}
    return result.value


def test_the_cupboard_is_full() -> None:
    """The loops below walk many files, no two of one name."""
    assert len({odd.name for odd in CUPBOARD}) == len(CUPBOARD) > 100
    assert sum(bool(odd.errors) for odd in CUPBOARD) > 30
    assert sum(len(odd.asks) for odd in CUPBOARD) > 150


@by_name
def test_what_is_found(tmp_path: Path, odd: Odd) -> None:
    """Each error with its row and no other, each warning about the file; exit code 1 where there is an error."""
    code, findings = checked(tmp_path, odd)
    told = {
        severity: sorted(
            one["code"] + (f" {one['row']}" if one["row"] is not None else "")
            for one in findings
            if one["severity"] == severity and (severity == "error" or one["code"] in OF_FILES)
        )
        for severity in ("error", "warning")
    }
    assert told == {"error": sorted(odd.errors), "warning": sorted(odd.warnings)}
    assert code == bool(odd.errors)
    assert all(one["message"].strip(" —") and " — " in one["message"] for one in findings if one["severity"] == "error")


@by_name
def test_what_is_computed(tmp_path: Path, odd: Odd) -> None:
    """The right number, or the refusal: never another number."""
    assert odd.asks
    for ask, expected in odd.asks.items():
        found = answered(tmp_path, odd, ask)
        if isinstance(found, set):
            assert expected in found, ask
        else:
            right = Decimal(expected) if isinstance(expected, str) and expected[-1].isdigit() else expected
            assert found == right, ask


@pytest.mark.parametrize("name", ["ragged.csv", "cp1251.csv", "book.xlsx", "locked.xls"])
def test_a_shell_sees_the_same(tmp_path: Path, run: Run, name: str) -> None:
    """A process of its own has the exit code of `check`, no traceback, and nothing on stderr."""
    odd = next(odd for odd in CUPBOARD if odd.name == name)
    (tmp_path / name).write_bytes(odd.content)
    done = run("check", tmp_path / name)
    assert (done.returncode, done.stderr) == (int(bool(odd.errors)), "")
    assert name in done.stdout
