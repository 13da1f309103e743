"""What was left out of a file, or assumed about it, is told wherever a number is shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Make, Run
from tests.tables.workbooks import xlsx

pytestmark = pytest.mark.in_process

TOTALLED = "place,people\nA,10\nB,20\nTotal,30\n"


def test_a_row_left_out_stands_under_every_table(make: Make, run: Run) -> None:
    """In every format for reading, of a summary and of a tracking table; and as a warning of `check`."""
    folder = make("", {"places": TOTALLED})
    file = folder / "places.csv"
    for command in ("summary", "track"):
        for format_ in ("table", "markdown", "html", "latex"):
            assert "row 4: a row of totals" in " ".join(run(command, "--data", file, "-f", format_).stdout.split())
    checked = json.loads(run("check", file, "-f", "json").stdout)[0]["findings"]
    assert [(one["severity"], one["code"], one["row"]) for one in checked] == [("warning", "total-row", 4)]


def test_data_formats_count_the_rows_left_out(make: Make, run: Run) -> None:
    """In a last column, which is there only where rows are left out; nothing is said on standard error."""
    folder = make("", {"places": TOTALLED, "clean": "place,people\nA,10\nB,20\n"})
    told = run("summary", "people", "--data", folder / "places.csv", "-f", "json")
    assert (json.loads(told.stdout)[0]["left_out"], told.stderr) == (1, "")
    tracked = run("track", "people", "--data", folder / "places.csv", "-f", "csv").stdout.splitlines()
    assert (tracked[0].split(",")[-1], tracked[1].split(",")[-1]) == ("left_out", "1")
    assert "left_out" not in run("summary", "--data", folder / "clean.csv", "-f", "csv").stdout


def test_bare_values_tell_it_on_standard_error(make: Make, run: Run) -> None:
    """They have no other place for it; of a clean file they say nothing."""
    folder = make("", {"places": TOTALLED, "clean": "place,people\nA,10\nB,20\n"})
    for arguments in (("get", "people"), ("summary", "people", "-f", "env")):
        assert "row 4" in run(*arguments, "--data", folder / "places.csv").stderr
        assert run(*arguments, "--data", folder / "clean.csv").stderr == ""


def test_a_file_without_a_record_is_told_wherever_its_zero_is_shown(make: Make, run: Run) -> None:
    """Headings alone, or a text of one line that is no table at all: 0 rows are seldom what was meant."""
    folder = make("", {"heads": "place,people\n", "word": "x", "signs": '"""\n"'})
    for name in ("heads", "word", "signs"):
        assert "no rows below them" in " ".join(run("summary", "--data", folder / f"{name}.csv").stdout.split())
        assert "no rows below them" in run("get", "rows", "--data", folder / f"{name}.csv").stderr


def test_a_guess_of_letters_stands_under_the_table_only_where_they_do_not_prove_it(make: Make, run: Run) -> None:
    """Two letters that another encoding reads otherwise; words of Russian are proof enough."""
    folder = make("")
    (folder / "few.csv").write_bytes("id;name;n\n1;ő;5\n".encode("cp1250"))
    (folder / "many.csv").write_bytes("id;место;n\n1;Новопавловка;5\n2;Первомайский;6\n".encode("koi8-r"))
    assert "does not say its encoding" in " ".join(run("summary", "--data", folder / "few.csv").stdout.split())
    assert "encoding" not in run("summary", "--data", folder / "many.csv").stdout
    assert "Новопавловка" in run("summary", "--by", "место", "--data", folder / "many.csv").stdout


def write_messy_book(folder: Path) -> Path:
    """A workbook with a cover sheet, a hidden draft, a hidden row, a hidden column and a merged district."""

    def change(book: Any) -> None:
        book["Draft"].sheet_state = "veryHidden"
        sheet = book["People"]
        sheet.row_dimensions[3].hidden = sheet.column_dimensions["D"].hidden = True
        sheet.merge_cells("A2:A3")

    people = [["place", "sex", "people", "note"], ["Osh", "f", 10, "x"], [None, "m", 20, "y"], ["Naryn", "f", 5, "z"]]
    cover, draft = [["Report"], ["of 2018"]], [["place", "people"], ["Osh", 999]]
    path = folder / "book.xlsx"
    path.write_bytes(xlsx(cover, people, draft, names=["Cover", "People", "Draft"], change=change))
    return path


def test_what_a_workbook_hides_stands_under_its_tables(tmp_path: Path, run: Run) -> None:
    """What is said of a column stands only where that is read; a hidden draft is counted nowhere."""
    path = write_messy_book(tmp_path)
    told = run("summary", "people", "--data", path, "--by", "place", "-f", "markdown").stdout
    sheets = ('the sheet "Cover" has no table', 'the sheet "Draft" is hidden')
    for words in (*sheets, "row 3: the row is hidden", "row 3, place: the cell is merged"):
        assert words in told
    assert ("note" in told, "999" in told) == (False, False)
    bare = run("get", "people", "--data", path)
    assert (bare.stdout, "place" in bare.stderr) == ("35\n", False)
    reports = json.loads(run("check", path, "-f", "json").stdout)
    assert [one["file"] for one in reports] == ["book.xlsx [People]", "book.xlsx [Draft]"]
    codes = [[finding["code"] for finding in one["findings"]] for one in reports]
    assert codes == [["no-table", "hidden-row", "hidden-column", "merged-cells"], ["hidden-sheet"]]


def test_init_tells_what_it_left_out_and_assumed(tmp_path: Path, run: Run) -> None:
    """And the project names the sheet, so that its numbers are the same."""
    path, folder = write_messy_book(tmp_path), tmp_path / "project"
    told = run("init", folder, path).stdout
    assert "Left out or assumed:" in told
    for words in ('sheet "Cover"', 'sheet "Draft" is', "row 3: the row is hidden", "row 3, place: the cell is merged"):
        assert told.count(words) == 1
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert [one["rt:sheet"] for one in package["resources"]] == ["People"]
    assert run("get", "people", "--data", folder).stdout == "35\n"


LOST = "village;people\nК?к-Жар;10\nКара-Жыгач;5\nК?к-Жар;7\n"


def test_lost_letters_are_told_where_their_column_is_read(make: Make, run: Run) -> None:
    """With their rows, and without the text; a number of another column says nothing of it. `check` tells it too."""
    folder = make("", {"t": LOST})
    file = folder / "t.csv"
    told = " ".join(run("summary", "people", "--by", "village", "--data", file).stdout.split())
    assert "2 rows (2, 4), village: a letter was lost" in told
    assert "lost" not in run("summary", "people", "--data", file).stdout
    checked = json.loads(run("check", file, "-f", "json").stdout)[0]["findings"]
    assert [(one["code"], one["row"]) for one in checked if one["code"] == "lost-letters"] == [
        ("lost-letters", 2),
        ("lost-letters", 4),
    ]


def test_a_heading_that_lost_letters_is_told(make: Make, run: Run) -> None:
    """In the row of the headings, where its column is read."""
    folder = make("", {"t": "id;santÃ©\n1;5\n2;6\n"})
    assert 'row 1, santÃ©: UTF-8 was read in a wrong encoding: "Ã©" stands for "é"' in " ".join(
        run("check", folder / "t.csv").stdout.split()
    )


def test_lost_letters_of_a_large_file_are_told(make: Make, run: Run) -> None:
    """It takes the quick way, in which its cells are no texts."""
    rows = "".join(f"{number};Кара-Жыгач;5\n" for number in range(8000))
    folder = make("", {"t": f"id;village;people\n{rows}9000;К?к-Жар;7\n"})
    told = run("summary", "people", "--by", "village", "--data", folder / "t.csv").stdout
    assert "row 8002, village: a letter was lost" in " ".join(told.split())


def test_a_value_that_likely_is_none_is_told_though_the_column_is_declared(make: Make, run: Run) -> None:
    """Under the table, and on standard error for a bare value and for data; not where it is declared as missing."""
    toml = '[indicators.s]\ntable = "t"\nmeasure = "sum"\ncolumn = "children"\n'
    field: dict[str, object] = {"name": "children", "type": "integer"}
    schema = {"fields": [field], "fieldsMatch": ["subset"]}
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": schema}]}
    table = {"t": "id,children\n1,2\n2,0\n3,-99\n4,5\n5,-99\n"}
    folder = make(toml, table, package)
    told = '2 rows hold "-99", which counts as a value'
    assert told in " ".join(run("summary", "--data", folder).stdout.split())
    for arguments in (("get", "s"), ("summary", "-f", "csv")):
        assert told in run(*arguments, "--data", folder).stderr
    field["missingValues"] = ["", "-99"]
    settled = run("get", "s", "--data", make(toml, table, package))
    assert (settled.stdout, settled.stderr) == ("7\n", "")
