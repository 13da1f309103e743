"""Bytes tell the kind of a file, whatever its name; names tell which files of a folder are tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Refused
from roundtable_cli.tables.reading import open_files
from roundtable_cli.tables.reading.table_file import TableFile
from roundtable_cli.tables.reading.text_file import TextFile
from roundtable_cli.tables.reading.workbooks.sheet_file import SheetFile
from roundtable_cli.tables.table import Table
from tests.conftest import ROOT
from tests.tables.workbooks import cell, ods, row, xls, xlsx


def opened(folder: Path, content: bytes, name: str = "t.csv") -> TableFile:
    """A file of a table, of the kind that its bytes tell."""
    path = folder / name
    path.write_bytes(content)
    return open_files.open_table_file(path, Table("t", (path,)))


ROWS = [["id", "usd"], ["A1", 10]]


@pytest.mark.parametrize("name", ["t.xlsx", "t.csv", "t.xls", "t"])
def test_a_workbook_is_known_by_its_bytes(tmp_path: Path, name: str) -> None:
    """Whatever its name ends in."""
    written = ods(row(cell("id")) + row(cell("A1")))
    for one in (xlsx(ROWS), xls(ROWS), written):
        found = opened(tmp_path, one, name)
        assert isinstance(found, SheetFile)
        assert found.records.rows[0][0] == "A1"


def test_a_text_is_known_by_its_bytes(tmp_path: Path) -> None:
    """A CSV file that is called .xls is one, as many programs export it."""
    found = opened(tmp_path, b"id\tusd\nA1\t10\n", "t.xls")
    assert isinstance(found, TextFile)
    assert found.records.rows == [["A1", "10"]]


def test_only_workbooks_have_sheets(tmp_path: Path) -> None:
    """Their names, in order; a text has none."""
    book, text = tmp_path / "b.xlsx", ROOT / "README.md"
    book.write_bytes(xlsx(ROWS, ROWS, names=["Б", "А"]))
    assert [[table.sheet for table in open_files.list_file_tables(path)] for path in (book, text)] == [["Б", "А"], [""]]


def test_the_tables_of_a_folder(tmp_path: Path) -> None:
    """Files with an ending of tables, in any case, by name; none that is hidden or that Excel keeps for itself."""
    for name in ("b.CSV", "a.csv.gz", "c.xlsx", "~$c.xlsx", ".d.csv", "e.txt"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "folder.csv").mkdir()

    assert [path.name for path in open_files.list_table_files(tmp_path)] == ["a.csv.gz", "b.CSV", "c.xlsx"]
    assert [path.name for path in open_files.list_table_files(tmp_path, open_files.CSV_ENDINGS)] == [
        "a.csv.gz",
        "b.CSV",
    ]
    assert open_files.list_table_files(tmp_path / "nowhere") == []
    assert open_files.table_name_from_path(tmp_path / "a.csv.gz") == "a"


def test_a_workbook_of_too_many_sheets_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the limit and the file."""
    monkeypatch.setattr(open_files, "MAX_SHEETS", 1)
    (tmp_path / "book.xlsx").write_bytes(xlsx([["id"], ["1"]], [["id"], ["2"]]))
    with pytest.raises(Refused, match=r"book.xlsx: 2 sheets hold tables; at most 1"):
        open_files.list_file_tables(tmp_path / "book.xlsx")
