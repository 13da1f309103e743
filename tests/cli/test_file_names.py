"""Files whose names are in an old encoding, as archives from Windows have them: read everywhere, printed with signs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.tables.engines.duckdb import file_queries
from roundtable_cli.tables.engines.sql import external_table
from roundtable_cli.tables.reading.open_files import table_name_from_path
from roundtable_cli.tables.table import Table
from tests.conftest import Run
from tests.in_process import call

OLD = os.fsdecode("Тренинг.csv".encode("cp866"))
SHOWN = r"\x92"  # its first byte; some of the others happen to be letters in UTF-8
BROKEN = os.fsdecode(b"a\xff\xfe.csv")


def is_possible(folder: Path) -> bool:
    """Whether this disk has such names: those of macOS and Windows have not."""
    try:
        (folder / OLD).write_text("id,sex,n,m\n1,f,5,1\n2,m,6,2\n", encoding="utf-8")
    except (OSError, UnicodeError):
        return False
    return True


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two such files."""
    if not is_possible(tmp_path):
        pytest.skip("this disk has no such names")
    (tmp_path / BROKEN).write_text("code,place,x,y\nA1,Osh,1,2\nA2,Naryn,3,4\n", encoding="utf-8")
    return tmp_path


def test_they_are_read_wherever_they_are_named(folder: Path) -> None:
    """As a project of one file, as the table of another, checked alone; as a file for the answer too."""
    for words in (("summary", "--data", OLD), ("check", OLD), ("check", "-f", "json", BROKEN)):
        done = call(*words, cwd=folder)
        assert (done.returncode, done.stderr) == (0, "")
        assert not any(0xDC00 <= ord(letter) < 0xE000 for letter in done.stdout)
    assert SHOWN in call("check", OLD, cwd=folder).stdout
    assert call("summary", "--data", OLD, "-f", "csv", "-o", f"x{BROKEN}", cwd=folder).returncode == 0
    assert (folder / f"x{BROKEN}").read_text(encoding="utf-8").startswith("code,")
    assert "\\xff\\xfe" in call("summary", "--data", f"none{BROKEN}", cwd=folder).stderr


def test_a_project_of_them(folder: Path) -> None:
    """`init` and `add` name them so that they are found again."""
    assert call("init", "project", OLD, BROKEN, cwd=folder).returncode == 0
    project = folder / "project"
    assert {OLD, BROKEN} <= {path.name for path in project.iterdir()}
    assert os.fsencode(f"/{OLD}") in (project / ".gitignore").read_bytes().split(b"\n")
    (folder / f"2{OLD}").write_text("id,sex,n,m\n3,f,5,1\n", encoding="utf-8")
    assert call("add", f"../2{OLD}", cwd=project).returncode == 0
    done = call("get", *Project.open(project).framework.indicators, "-f", "values", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert "3" in done.stdout.split()
    assert call("check", cwd=project).returncode == 0


def test_the_table_is_called_by_the_letters() -> None:
    """In the encoding that they prove; with signs, where none is proved."""
    assert table_name_from_path(Path(OLD)) == "Тренинг"
    assert table_name_from_path(Path(BROKEN)) == r"a\xff\xfe"


def test_an_engine_that_cannot_open_them(folder: Path) -> None:
    """Python reads them for it; one that is too large for that is refused, and it says why."""
    assert not external_table.is_engine_table(Table("t", (folder / OLD,)))
    with pytest.raises(Refused, match="rename the file"):
        file_queries.read_parquet_call(folder / OLD)


@pytest.mark.long
@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8"])
def test_in_any_locale(run: Run, folder: Path, locale: str) -> None:
    """Old servers have no UTF-8 set up."""
    done = run("init", "project", OLD, BROKEN, cwd=folder, LC_ALL=locale)
    assert (done.returncode, done.stderr) == (0, "")
    done = run("check", cwd=folder / "project", LC_ALL=locale)
    assert (done.returncode, done.stderr) == (0, "")
    assert SHOWN in done.stdout
