"""A sheet of a workbook is a table like any other: its cells are what they are, and what can't be known is refused."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.errors import MissingLibrary
from roundtable_cli.tables.reading import row_faults
from roundtable_cli.tables.reading.workbooks import workbook_archive
from roundtable_cli.tables.reading.workbooks.sheet_file import SheetFile
from roundtable_cli.tables.reading.workbooks.workbook import Workbook
from roundtable_cli.tables.reading.workbooks.workbook_content import read_workbook_content
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, Table
from roundtable_cli.tables.values import parsing, workbook_value
from roundtable_cli.tables.values.workbook_value import WorkbookValue
from tests.conftest import Make, Run
from tests.tables.workbooks import Rows, compound, xls, xlsb, xlsx

ROWS: Rows = [["id", "usd"], ["A1", 10], ["A2", 20.5]]


def sheet(folder: Path, content: bytes, name: str = "book.xlsx", **table: Any) -> SheetFile:
    """A workbook's sheet."""
    path = folder / name
    path.write_bytes(content)
    return SheetFile(path, Table("t", (path,), **table))


def fault(found: SheetFile) -> str:
    """Why it is refused."""
    with pytest.raises(Refused) as refused:
        _ = found.records
    (finding,) = refused.value.findings
    assert finding.code == "source-error"
    assert finding.file == found.label
    return finding.message


def column(folder: Path, *cells: object, **declared: Any) -> tuple[str, list[object]]:
    """The type of a column of these cells and its values, inferred unless it is declared."""
    path = folder / "book.xlsx"
    path.write_bytes(xlsx([["c", "more"], *([cell, "x"] for cell in cells)]))
    source = Source(Table("t", (path,)), folder)
    field = Field("c", **declared) if declared else source.get_field("c")
    found, faults = parsing.parse_column(source.field_texts(field), field)
    assert faults == {}
    return field.type, list(found)


def test_cells_are_what_they_are(tmp_path: Path) -> None:
    """Texts stay texts, other values keep their own; rows are numbered as the program shows them."""
    found = sheet(tmp_path, xlsx([["id", "usd", "day"], ["007", 2.0, datetime(2018, 11, 19)], [], [True, None, 0.5]]))
    assert found.records.rows == [["007", "2", "2018-11-19"], ["true", "", "0.5"]]
    assert found.records.row_numbers == [2, 4]
    assert [isinstance(cell, WorkbookValue) for cell in found.records.rows[0]] == [False, True, True]


def test_the_only_sheet_needs_no_name(tmp_path: Path) -> None:
    """Sheets that hold nothing are none; which one was read is told."""
    found = sheet(tmp_path, xlsx([], ROWS, [], names=["Пусто", "Гранты", "Ещё"]))
    assert found.records.header == ("id", "usd")
    assert found.describe_reading() == 'read the sheet "Гранты"'


def test_of_several_sheets_one_is_named(tmp_path: Path) -> None:
    """With none named, or a wrong name, the refusal says which there are."""
    content = xlsx(ROWS, [["x"], [1]], names=["Grants", "Other"])
    assert fault(sheet(tmp_path, content)) == (
        '2 sheets, and none is named — in datapackage.json, write "rt:sheet": "Grants" or "Other"'
    )
    wrong = fault(sheet(tmp_path, content, sheets=("Grant",)))
    assert wrong == 'no sheet "Grant" — in datapackage.json, write "rt:sheet": "Grants" or "Other"'
    other = sheet(tmp_path, content, sheets=("Other",))
    assert (other.records.header, other.label, other.describe_reading()) == (("x",), "book.xlsx [Other]", "")


def test_a_wrong_name_is_refused_though_there_is_one_sheet(tmp_path: Path) -> None:
    """It may be last year's file."""
    assert fault(sheet(tmp_path, xlsx(ROWS), sheets=("2019",))).startswith('no sheet "2019"')


def test_a_workbook_of_blank_sheets_is_empty(tmp_path: Path) -> None:
    """As an empty file is."""
    assert fault(sheet(tmp_path, xlsx([], []))).startswith("the workbook is empty")


def test_a_hidden_sheet_is_a_sheet(tmp_path: Path) -> None:
    """What isn't seen is not chosen in silence."""

    def hide(book: Any) -> None:
        book.worksheets[1].sheet_state = "hidden"

    content = xlsx(ROWS, [["x"], [1]], names=["Grants", "Lists"], change=hide)
    assert fault(sheet(tmp_path, content)).startswith("2 sheets")
    assert len(sheet(tmp_path, content, sheets=("Grants",)).records.rows) == 2


def test_a_chart_is_no_table(tmp_path: Path) -> None:
    """It has a name, and no cells."""

    def draw(book: Any) -> None:
        from openpyxl.chart import BarChart, Reference

        chart = BarChart()
        chart.add_data(Reference(book.worksheets[0], min_col=2, min_row=1, max_row=3))
        book.create_chartsheet("Chart").add_chart(chart)

    found = sheet(tmp_path, xlsx(ROWS, change=draw))
    assert len(found.records.rows) == 2
    assert fault(sheet(tmp_path, xlsx(ROWS, change=draw), sheets=("Chart",))).startswith('no sheet "Chart"')


def test_the_header_may_stand_lower_and_further_right(tmp_path: Path) -> None:
    """Blank rows above it and blank columns before it are none of the table's."""
    rows = [[], [], [None, "id", "usd"], [None, "A1", 10], [None, None, None], [None, "A2", 5]]
    found = sheet(tmp_path, xlsx(rows))
    assert (found.header_row, found.records.header, found.records.row_numbers) == (3, ("id", "usd"), [4, 6])
    titled = [["Grants of 2018"], [], [None, "id", "usd"], [None, "A1", 10]]
    declared = sheet(tmp_path, xlsx(titled), header_rows=(3,))
    assert declared.records.header == ("", "id", "usd")
    assert declared.records.column_texts("usd") == ["10"]


def test_formats_make_no_rows(tmp_path: Path) -> None:
    """Bold blank cells below and beside the table are blank."""

    def paint(book: Any) -> None:
        from openpyxl.styles import Font

        for number in range(1, 40):
            for letter in "ABCDEF":
                book.active[f"{letter}{number}"].font = Font(bold=True)

    found = sheet(tmp_path, xlsx(ROWS, change=paint))
    assert (len(found.records.rows), found.records.header) == (2, ("id", "usd"))
    assert list(found.decision_warnings()) == []


@pytest.mark.parametrize(
    ("cells", "type_", "expected"),
    [
        (["1 200,50", 847.573, 3], "number", [1200.5, 847.573, 3]),
        (["8847,57", 10], "number", [8847.57, 10]),
        ([1.0, 2.0, 30.0], "integer", [1, 2, 30]),
        ([0.125, 0.5], "number", [0.125, 0.5]),
        ([datetime(2018, 2, 5), "19.11.2018"], "date", [datetime(2018, 2, 5), datetime(2018, 11, 19)]),
        ([1234567890123456, "007"], "string", ["1234567890123456", "007"]),
        (["007", 7], "string", ["007", "7"]),
        ([True, False], "boolean", [True, False]),
        ([5, None, 7], "integer", [5, None, 7]),
    ],
)
def test_columns_of_values_and_texts(tmp_path: Path, cells: list[object], type_: str, expected: list[object]) -> None:
    """Texts are read as they are written, values as what they are."""
    assert column(tmp_path, *cells) == (type_, expected)


def number_formats(**formats: str) -> Callable[[Any], None]:
    """What gives cells of the first sheet number formats."""

    def change(book: Any) -> None:
        for place, code in formats.items():
            book.active[place].number_format = code

    return change


def test_a_percentage_is_what_is_shown(tmp_path: Path) -> None:
    """0.125 in the format of percent is 12.5 %: a text in inference, and a number that has lost its sign elsewhere."""
    shown = number_formats(B2="0.0%", B3="0%", B4='0"%"')
    found = sheet(tmp_path, xlsx([["id", "share"], ["A", 0.125], ["B", 0.07], ["C", 3]], change=shown))
    assert found.records.column_texts("share") == ["12.5%", "7%", "3%"]


def test_a_currency_stands_on_its_cell(tmp_path: Path) -> None:
    """That of the format; a text or a date has none."""
    shown = number_formats(B2="[$€-407]#,##0.00", B3='#,##0 "сом"', B4="[$€-407]0", B5="General")
    rows = [["id", "amount"], ["A", 5], ["B", 7.5], ["C", "n/a"], ["D", 1]]
    cells = sheet(tmp_path, xlsx(rows, change=shown)).records.column_texts("amount")
    assert [getattr(cell, "currency", None) for cell in cells] == ["EUR", "KGS", None, ""]
    assert cells == ["5", "7.5", "n/a", "1"]


def test_dates_of_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    """They are the days that the program shows."""

    def old(book: Any) -> None:
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        book.epoch = CALENDAR_MAC_1904

    found = sheet(tmp_path, xlsx([["day"], [datetime(2018, 11, 19)]], change=old))
    assert found.records.rows == [["2018-11-19"]]


def merge(*blocks: str) -> Callable[[Any], None]:
    """What merges blocks of the first sheet."""

    def change(book: Any) -> None:
        for block in blocks:
            book.active.merge_cells(block)

    return change


def told(found: SheetFile) -> list[tuple[str, int | None, str]]:
    """Code, row and column of what is told of a sheet."""
    return [(one.code, one.row, one.column) for one in found.decision_warnings()]


def test_a_text_in_merged_cells_belongs_to_each_of_their_rows(tmp_path: Path) -> None:
    """Each of them is told; merged titles over the header and cells merged sideways are of no matter."""
    rows = [["place", "usd"], ["Osh", 10], [None, 20], ["Naryn", 5]]
    found = sheet(tmp_path, xlsx(rows, change=merge("A2:A3", "C4:D4")))
    assert told(found) == [("merged-cells", 3, "place")]
    assert found.records.column_texts("place") == ["Osh", "Osh", "Naryn"]
    titled = [["Grants"], [None], ["id", "usd"], ["A1", 10]]
    assert told(sheet(tmp_path, xlsx(titled, change=merge("A1:B2")), header_rows=(3,))) == []


def test_a_number_in_merged_cells_is_added_up_once(tmp_path: Path) -> None:
    """It may be one amount for all rows; that the others are blank is told."""
    rows = [["id", "usd"], ["A1", 900], ["A2", None], ["A3", None], ["A4", 5]]
    found = sheet(tmp_path, xlsx(rows, change=merge("B2:B4")))
    assert told(found) == [("merged-cells", 2, "usd")]
    assert found.records.column_texts("usd") == ["900", "", "", "5"]


def test_a_blank_row_in_merged_cells_stays_blank(tmp_path: Path) -> None:
    """A shared value makes no record."""
    rows = [["place", "usd"], ["Osh", 10], [None, None], [None, 20]]
    found = sheet(tmp_path, xlsx(rows, change=merge("A2:A4")))
    assert found.records.rows == [["Osh", "10"], ["Osh", "20"]]


def test_what_is_hidden_is_counted_and_told(tmp_path: Path) -> None:
    """Rows by a filter, a column, the sheet; hidden rows that are no records are of no matter."""

    def hide(book: Any) -> None:
        book.active.auto_filter.ref = "B3:D7"
        book.active.auto_filter.add_filter_column(0, ["A1"])
        for number in (1, 5, 6, 7):
            book.active.row_dimensions[number].hidden = True
        book.active.column_dimensions["D"].hidden = True
        book.active.sheet_state = "hidden"
        book.create_sheet("Other")

    rows = [[], [], [None, "id", "usd", "note"], [None, "A1", 1, "x"], [None, "A2", 2, "y"], [], [None, "A3", 3, "z"]]
    found = sheet(tmp_path, xlsx(rows, change=hide))
    assert found.record_count == 3
    assert told(found) == [
        ("hidden-sheet", None, ""), ("hidden-row", 5, ""), ("hidden-row", 7, ""), ("hidden-column", None, "note"),
        ("blank-row", 6, ""),
    ]  # fmt: skip
    assert "hidden by a filter" in next(str(one) for one in found.decision_warnings() if one.row == 5)


def test_a_filter_that_hides_nothing_is_told(tmp_path: Path) -> None:
    """Programs set filters and leave it to the spreadsheet to hide the rows."""

    def filter_rows(book: Any) -> None:
        book.active.auto_filter.ref = "A1:B3"
        book.active.auto_filter.add_filter_column(0, ["A1"])

    assert told(sheet(tmp_path, xlsx(ROWS, change=filter_rows))) == [("hidden-row", None, "")]
    buttons = xlsx(ROWS, change=lambda book: setattr(book.active.auto_filter, "ref", "A1:B3"))
    assert told(sheet(tmp_path, buttons)) == []


def test_sheets_that_are_passed_over_are_told_with_the_table(tmp_path: Path) -> None:
    """Those that the table names, by the name of the workbook."""

    def hide(book: Any) -> None:
        book["Draft"].sheet_state = "hidden"

    content = xlsx(ROWS, ROWS, [["Report"], ["of 2018"]], names=["Grants", "Draft", "Cover"], change=hide)
    found = sheet(tmp_path, content, sheets=("Grants",), passed_over=("Draft", "Cover"))
    assert [(one.code, one.file) for one in found.decision_warnings()] == [
        ("hidden-sheet", "book.xlsx"), ("no-table", "book.xlsx"),
    ]  # fmt: skip


def test_a_sheet_name_with_other_capitals_or_spaces_is_refused_with_the_right_one(tmp_path: Path) -> None:
    """And of many sheets only some are listed."""
    content = xlsx(ROWS, ROWS, names=["Grants 2018", "Other"])
    assert fault(sheet(tmp_path, content, sheets=("grants2018 ",))).endswith('write "rt:sheet": "Grants 2018"')
    many = xlsx(*[ROWS] * 40)
    assert fault(sheet(tmp_path, many)).count("Sheet") == 10


def test_an_old_workbook_says_what_it_hides(tmp_path: Path) -> None:
    """The errors of its formulas can't be told from blank cells; so it is with .xlsb."""
    found = sheet(tmp_path, xls([["id", "usd"], ["A1", 10], ["A2", None]]), "book.xls")
    assert found.records.rows == [["A1", "10"], ["A2", ""]]
    assert [one.code for one in found.decision_warnings()] == ["old-format"]
    binary = sheet(tmp_path, xlsb([["id", "usd"], ["A1", 10], ["A2", None], ["A3", 1]]), "book.xlsb")
    assert binary.records.rows == [["A1", "10"], ["A2", ""], ["A3", "1"]]
    assert [one.code for one in binary.decision_warnings()] == ["old-format"]


@pytest.mark.parametrize("name", ["book.xlsx", "book.csv"])
def test_a_locked_workbook_is_refused(tmp_path: Path, name: str) -> None:
    """With what to do."""
    locked = compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y"})
    assert fault(sheet(tmp_path, locked, name)).startswith(
        "the workbook is protected by a password — save a copy without the password"
    )


@pytest.mark.parametrize("length", [300, 2000, -400, -30, -1])
def test_a_damaged_workbook_is_refused(tmp_path: Path, length: int) -> None:
    """However much of it is left."""
    assert "can't be read" in fault(sheet(tmp_path, xlsx(ROWS)[:length]))


@pytest.mark.parametrize("length", [513, 1100, 1140, 1500, 4000])
def test_a_cut_old_workbook_is_refused(tmp_path: Path, length: int) -> None:
    """Also where what reads it is taken by surprise."""
    assert "can't be read" in fault(sheet(tmp_path, xls(ROWS)[:length], "book.xls"))


def test_without_the_reader_of_workbooks_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one line."""
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(MissingLibrary, match=r"pip install 'roundtable-cli\[excel\]'") as refused:
        _ = sheet(tmp_path, xlsx(ROWS)).records
    assert "\n" not in str(refused.value)


def test_a_workbook_is_read_once_though_its_sheets_are_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And again when it has changed."""
    read: list[Path] = []
    init = Workbook.__init__

    def noted(self: Workbook, path: Path, label: str) -> None:
        read.append(path)
        init(self, path, label)

    monkeypatch.setattr(Workbook, "__init__", noted)
    content = xlsx(ROWS, ROWS, names=["A", "B"])
    assert [len(sheet(tmp_path, content, sheets=("A",)).records.rows)] == [2]
    path = tmp_path / "book.xlsx"
    assert len(SheetFile(path, Table("t", (path,), sheets=("B",))).records.rows) == 2
    assert len(read) == 1
    assert len(sheet(tmp_path, xlsx([*ROWS, ["A3", 1]]), sheets=("Sheet1",)).records.rows) == 3
    assert len(read) == 2


def test_sheets_are_tables_of_a_project(make: Make) -> None:
    """Each with its `rt:sheet`; a key leads from one to the other."""
    key = {"fields": "place", "reference": {"resource": "places", "fields": "id"}}
    resources = [
        {"name": "grants", "path": "book.xlsx", "rt:sheet": "Grants",
         "schema": {"fieldsMatch": ["subset"], "fields": [{"name": "place"}], "foreignKeys": [key]}},
        {"name": "places", "path": "book.xlsx", "rt:sheet": "Places",
         "schema": {"fieldsMatch": ["subset"], "fields": [{"name": "id"}], "primaryKey": "id"}},
    ]  # fmt: skip
    toml = '[indicators.usd]\ntable = "grants"\nmeasure = "sum"\ncolumn = "usd"\n'
    toml += '[dimensions.name]\ncolumn = "place.name"\n'
    folder = make(toml, package={"resources": resources})
    grants, places = [["place", "usd"], [1, 10.5], [2, "1 000,25"], [1, 4]], [["id", "name"], [1, "Ош"], [2, "Баткен"]]
    (folder / "book.xlsx").write_bytes(xlsx(grants, places, names=["Grants", "Places"]))
    results = Project.open(folder).compute(["usd"], by=["name"])
    assert [(result.category("name"), float(str(result.value))) for result in results][:2] == [
        ("Баткен", 1000.25),
        ("Ош", 14.5),
    ]


def test_a_workbook_by_another_name_is_checked(run: Run, tmp_path: Path) -> None:
    """A file that is called .csv and is a workbook is checked as one, in a process of its own."""
    (tmp_path / "list.csv").write_bytes(xlsx(ROWS))
    done = run("check", tmp_path / "list.csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("list.csv: 2 rows, 2 columns")


def test_written_leaves_texts_alone() -> None:
    """Only values take on the field's way of writing."""
    field = Field("c", "number", decimal_char=",")
    assert workbook_value.format_workbook_cells(["1.5", WorkbookValue(1.5)], field) == ["1.5", "1,5"]


def test_a_cell_far_out_is_refused_before_the_memory_is_full(tmp_path: Path) -> None:
    """All cells up to the last would be held: one at the end of the sheet spans 17 thousand million."""
    rows = xlsx([["id", "usd"], ["A1", 10]], change=lambda book: book.active.__setitem__("XFD1048576", "x"))
    path = tmp_path / "far.xlsx"
    path.write_bytes(rows)
    with pytest.raises(Refused, match="so far out that the sheet"):
        _ = SheetFile(path, Table("t", (path,))).records


def test_a_workbook_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few kilobytes may unpack to more than the memory."""
    monkeypatch.setattr(workbook_archive, "MAX_UNPACKED_BYTES", 1000)
    with pytest.raises(Refused, match="unpacks to more than"):
        read_workbook_content(xlsx([["id"], ["A1"]]))


@pytest.mark.parametrize("arguments", ["check", "summary --data", "init new", "add"])
def test_every_command_says_what_to_install(tmp_path: Path, arguments: str) -> None:
    """That is no fault of the file: the exit code is 2."""
    (tmp_path / "book.xlsx").write_bytes(xlsx(ROWS))
    if arguments == "add":
        (tmp_path / "people.csv").write_text("id\nP1\n")
        (tmp_path / "datapackage.json").write_text('{"resources": [{"name": "people", "path": "people.csv"}]}')
        (tmp_path / "indicators.toml").write_text("")
    code = "import sys; sys.modules['python_calamine'] = None; from roundtable_cli.__main__ import main; main()"
    command = [sys.executable, "-c", code, *arguments.split(), "book.xlsx"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr.count("pip install 'roundtable-cli[excel]'") == 1
    assert ended.stderr.count("\n") == 1
    assert ended.stdout == ""


def test_a_sheet_wider_than_excels_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a text file is, at the first such row; blank cells with a format may stand anywhere."""
    monkeypatch.setattr(row_faults, "MAX_COLUMNS", 3)
    wide = sheet(tmp_path, xlsx([["a", "b", "c"], [1, 2, 3, " "], [1, 2, 3, 4]]))

    assert fault(wide).startswith("this row has more than 3 cells")
    narrow = sheet(tmp_path, xlsx([["a", "b", "c"], [1, 2, 3, " "]]), "narrow.xlsx")
    assert [[*map(str.strip, row)][:3] for _, row in narrow.numbered_rows()] == [["a", "b", "c"], ["1", "2", "3"]]
