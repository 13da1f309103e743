"""What `init` says about the project that it made."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts.scaffold_report import new_project_text
from roundtable_cli.scaffold import new_project


@pytest.mark.parametrize(("language", "first"), [("en", "1 table"), ("ru", "1 таблица"), ("ky", "1 таблица")])
def test_a_new_project(tmp_path: Path, language: str, first: str) -> None:
    """What it is made of, what the user must decide, and what to type next, with the folder's name quoted."""
    (tmp_path / "people.csv").write_text(
        "person_id,phone,day\n1,0555 12 34 56,05/02/2018\n2,0555 65 43 21,06/02/2018\n", encoding="utf-8"
    )
    folder = tmp_path / "my project"
    proposal = new_project.write_project(folder, [tmp_path / "people.csv"], language)
    lines = new_project_text(proposal, "my project", LanguageWords(language)).splitlines()
    assert lines[0].startswith(f"my project: {first}, ")
    assert lines[1].startswith("  people: 2 ")
    assert "phone" in lines[1]
    assert any("05/02/2018" in line for line in lines)
    assert lines[-3:] == ["  cd 'my project'", "  rt-stats summary", "  rt-stats check"]


def test_what_must_be_decided_is_asked_only_where_something_must(tmp_path: Path) -> None:
    """No heading stands above nothing."""
    (tmp_path / "people.csv").write_text("person_id,day\n1,2018-02-05\n2,2018-02-06\n", encoding="utf-8")
    proposal = new_project.write_project(tmp_path / "p", [tmp_path / "people.csv"], "en")

    assert "You must decide" not in new_project_text(proposal, "p", LanguageWords("en"))


@pytest.mark.parametrize("titles", ["Attendance\n", "Attendance\nJuly 2025\n"], ids=["one", "several"])
def test_what_the_project_declares_asks_for_nothing(tmp_path: Path, titles: str) -> None:
    """Titles are told, in one row or several, and no remedy is: the new schema has the rows of the headings."""
    (tmp_path / "list.csv").write_text(f"{titles}visit_id,women,men\nV1,4,5\nV2,6,9\nV3,1,2\n", encoding="utf-8")
    proposal = new_project.write_project(tmp_path / "p", [tmp_path / "list.csv"], "en")

    lines = new_project_text(proposal, "p", LanguageWords("en")).splitlines()
    told = lines[lines.index("Left out or assumed:") + 1]
    assert "title" in told
    assert " — " not in told
