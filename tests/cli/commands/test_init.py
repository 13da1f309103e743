"""`rt-stats init`: a project of your own from your files, and what is printed about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT, Run

pytestmark = pytest.mark.in_process

WORKBOOK = ROOT / "tests" / "projects" / "excel" / "quarter.xlsx"


def test_the_commands(run: Run, tmp_path: Path) -> None:
    """`init`, then the three commands that it prints, in a real shell's words; the workbook's numbers come out."""
    done = run("init", tmp_path / "a project", WORKBOOK)
    assert (done.returncode, done.stderr) == (0, "")
    following = [line.strip() for line in done.stdout.splitlines()[-3:]]
    assert following == [f"cd '{tmp_path / 'a project'}'", "rt-stats summary", "rt-stats check"]
    summary = run("summary", "-f", "env", cwd=tmp_path / "a project")
    assert "27" in summary.stdout
    assert "61933" in summary.stdout
    assert run("check", cwd=tmp_path / "a project").returncode == 0


def test_a_project_in_another_language(run: Run, tmp_path: Path) -> None:
    """`--lang` is that of the lines printed, and of the project."""
    done = run("init", tmp_path / "made", WORKBOOK, "--lang", "ru")
    assert "показател" in done.stdout
    assert 'languages = ["ru", "en", "ky"]' in (tmp_path / "made" / "indicators.toml").read_text(encoding="utf-8")


def test_the_folder_itself(run: Run, tmp_path: Path) -> None:
    """Without FILE the tables of the folder are described; no file is changed."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "list.csv").write_text("person_id,day\n1,2018-02-05\n", encoding="utf-8")
    done = run("init", ".", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(".: 1 table, ")
    assert {path.name for path in folder.iterdir()} == {
        "list.csv", "datapackage.json", "indicators.toml", ".gitignore"}  # fmt: skip
    assert run("init", ".", cwd=folder).returncode == 2
    assert (folder / "list.csv").read_text(encoding="utf-8") == "person_id,day\n1,2018-02-05\n"


def test_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    """It is named in one line, and no folder is made."""
    done = run("init", "made", "gone.csv", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "gone.csv" in done.stderr
    assert not (tmp_path / "made").exists()
