"""A project is checked whole: what the definitions say of a file stands with it, and what they answer is not told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.checking import project_check
from roundtable_cli.finding_codes import NEAR_DUPLICATE
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.definitions.framework import ResultsFramework
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Table
from tests.checking.small_project import ROWS, TOML, findings_of
from tests.conftest import Make
from tests.tables.workbooks import xlsx

CITIES = "city,day\n" + "Bishkek,2018-01-01\n" * 60 + "Bisjkek,2018-01-02\nBISHKEK,2018-01-03\nBishhkek,2018-01-04\n"
PLACES = """
[dimensions.place]
column = "city"
categories.Bishkek = { aliases = [ALIASES] }
[indicators.n]
table = "t"
measure = "count"
"""


@pytest.mark.parametrize(
    ("aliases", "told"),
    [
        ("", ["Bishhkek", "Bisjkek"]),
        ('"Bisjkek"', ["Bishhkek"]),
        ('"bisjkek.", "BISHHKEK"', []),
    ],
)
def test_a_spelling_that_is_declared_is_not_told(
    project: Callable[..., Project], aliases: str, told: list[str]
) -> None:
    """Who declares both spellings has answered; what differs in capitals alone is covered by its category."""
    found = findings_of(project(PLACES.replace("ALIASES", aliases), {"t": CITIES}), "near-duplicate")
    assert sorted(finding.fault.split('"')[1] for finding in found) == sorted(told)


def test_without_definitions_every_near_spelling_is_told(make: Make) -> None:
    """A file alone has nobody to answer for it."""
    path = make("", {"t": CITIES}) / "t.csv"
    (report,) = project_check.check_files([path])
    assert [finding.code for finding in report.findings].count(NEAR_DUPLICATE) == 3


def test_a_spelling_is_declared_along_a_foreign_key(project: Callable[..., Project]) -> None:
    """The categories of a column in another table answer for the cells of that table."""
    toml = PLACES.replace('column = "city"', 'column = "place.city"').replace("ALIASES", '"Bisjkek", "Bishhkek"')
    places = "id,city\n" + "".join(f"{n},{row.split(',')[0]}\n" for n, row in enumerate(CITIES.splitlines()[1:]))
    key = {"fields": ["place"], "reference": {"resource": "places", "fields": ["id"]}}
    package = {
        "resources": [
            {
                "name": "t", "path": "t.csv",
                "schema": {"fields": [{"name": "place", "type": "integer"}], "foreignKeys": [key]},
            },
            {
                "name": "places", "path": "places.csv",
                "schema": {"fields": [{"name": "id", "type": "integer"}, {"name": "city"}], "primaryKey": "id"},
            },
        ]
    }  # fmt: skip
    assert findings_of(project(toml, {"t": "place\n1\n", "places": places}, package), "near-duplicate") == []


def test_what_definitions_find_in_a_row_stands_with_its_file(project: Callable[..., Project]) -> None:
    """A finding with a place in a table is told in the report on it, and the definitions have one only if they err."""
    (report,) = project(TOML, {"t": ROWS}).check()
    assert report.file == "t.csv"
    assert {"undeclared-category", "outside-life"} <= {finding.code for finding in report.findings}
    *_, last = project(TOML + "where = { nowhere = 1 }\n", {"t": ROWS}).check()
    assert last.file == "indicators.toml"
    assert last.has_errors


def test_each_step_is_counted(make: Make) -> None:
    """Who watches is called after each of all steps, the last being the end."""
    folder, calls = make(TOML, {"t": ROWS}), list[tuple[int, int]]()
    binder = Binder(ResultsFramework(), {"t": Source(Table("t", (folder / "t.csv",)), folder)})
    project_check.check_project(binder, [], lambda done, total: calls.append((done, total)))
    assert [done for done, _ in calls] == list(range(1, len(calls) + 1))
    assert {total for _, total in calls} == {len(calls)}


def test_personal_values_are_not_told(project: Callable[..., Project]) -> None:
    """Neither a category nor a date of a personal column is in a message."""
    fields = [{"name": "sex", "rt:personal": True}, {"name": "day", "type": "date", "rt:personal": True}]
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}
    found = findings_of(project(TOML, {"t": ROWS}, package), "undeclared-category", "outside-life")
    assert len(found) == 3
    assert all("х" not in one.message and "2019-01" not in one.message for one in found)


def test_no_finding_depends_on_who_computes(project: Callable[..., Project]) -> None:
    """A table that an engine reads is looked at row by row like any other."""
    fields = [{"name": "sex", "type": "string"}, {"name": "day", "type": "date"}]
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}
    rows = "sex,day\n" + "f,2018-01-01\n" * 20_000 + "x,2019-01-01\n"
    found = findings_of(project(TOML, {"t": rows}, package), "outside-life", "undeclared-category")
    assert sorted((finding.code, finding.row) for finding in found) == [
        ("outside-life", 20_002), ("undeclared-category", 20_002)]  # fmt: skip


def test_what_is_wrong_for_each_indicator_is_told(make: Make) -> None:
    """That one indicator is refused hides nothing of the next."""
    toml = """
[indicators.total]
table = "t"
measure = "sum"
column = "n"
[indicators.newest]
table = "l"
measure = "latest"
column = "n"
date = "day"
"""
    latest = "n,day\n1,2018-01-01\n2,2018-01-01\n"
    project = Project.open(make(toml, {"t": "n\n1\n2\nx\n", "l": latest}))
    assert {report.file for report in project.check() if report.has_errors} == {"t.csv", "l.csv"}


def test_a_folder_stands_for_its_files(tmp_path: Path) -> None:
    """Each that may be a table; what is hidden, or kept beside an open file, is passed over among others."""
    for name in ("a.csv", "b.xlsx", "~$b.xlsx", ".c.csv", "Thumbs.db", "letter.pdf"):
        (tmp_path / name).write_text("x,y\n1,2\n")
    assert [path.name for path in project_check.list_checked_files([tmp_path])] == ["a.csv", "b.xlsx"]
    named = [tmp_path / "~$b.xlsx", tmp_path / "Thumbs.db", tmp_path / "letter.pdf"]
    assert project_check.list_checked_files(named) == [tmp_path / "letter.pdf"]
    assert project_check.list_checked_files(named[:1]) == named[:1]
    (tmp_path / "empty").mkdir()
    with pytest.raises(Refused, match="no table"):
        project_check.list_checked_files([tmp_path / "empty"])


def test_each_fault_stands_with_its_own_file_once(make: Make) -> None:
    """Though a table tells of all its files with the first one."""
    fields = [{"name": "id", "type": "string"}, {"name": "n", "type": "integer"}]
    table = {"name": "t", "path": ["a.csv", "b.csv"], "schema": {"fields": fields}}
    folder = make('[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "n"\n', None, {"resources": [table]})
    (folder / "a.csv").write_text("id,n\n1,5\n")
    (folder / "b.csv").write_text("id,n\n2,x\n")
    reports = {report.file: report.findings for report in Project.open(folder).check()}
    assert not reports["a.csv"]
    assert [(finding.file, finding.row, finding.column) for finding in reports["b.csv"]] == [("b.csv", 2, "n")]


def test_of_a_hidden_sheet_a_file_alone_counts_nothing(tmp_path: Path) -> None:
    """As its summary says."""

    def hide(book: Any) -> None:
        book.worksheets[1].sheet_state = "hidden"

    path = tmp_path / "book.xlsx"
    sheets = ([["code", "kits"], ["A", 4]], [["code", "kits"], ["B", 5]])
    path.write_bytes(xlsx(*sheets, names=["now", "old"], change=hide))
    _, report = project_check.check_files([path])
    assert [finding.fault for finding in report.findings] == ["the sheet is hidden; nothing is counted from it"]
