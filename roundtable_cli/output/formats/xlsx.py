"""A page as an Excel workbook: a worksheet for each table, with real numbers and dates in its cells."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, repeat
from typing import TYPE_CHECKING, NamedTuple

from roundtable_cli.errors import USAGE, Finding, Refused
from roundtable_cli.output.formats.registry import FORMULA_STARTS
from roundtable_cli.output.page import Page, PageNote, PageTable, ValueText

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CellPosition = tuple[int, int]  # of a cell: its row and column, the first 0
# What Excel can hold: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
MAX_ROWS, MAX_COLUMNS, MAX_CHARACTERS, MAX_DIGITS, MAX_SHEET_NAME = 1_048_576, 16_384, 32_767, 15, 31
MAX_PATTERN_LENGTH, MAX_PATTERNS = 255, 200  # characters of a pattern, and patterns of a workbook
FIRST_MONTH = (1900, 3)  # before March 1900 Excel's calendar has a day too many, and other programs' have not

CREATED = datetime(2000, 1, 1)  # the same at all times: the same answer is the same file
NO_CONVERSIONS = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
PAPER_COLOURS = {31: "#C00000", 32: "#00703C", 33: "#8A6100"}  # of a terminal, dark enough for paper
MAX_COLUMN_WIDTH, NOTE_WIDTH, EMPTY_COLUMN_WIDTH = (
    60,
    100,
    8,
)  # characters of a column, of a note's lines, and of a column that nothing is in
LINE_HEIGHT, MAX_ROW_HEIGHT = 15, 409  # points of a line of text, and of the highest row that Excel has


class SheetContent(NamedTuple):
    """A worksheet to be: its name, the texts above its table and below it, and the table."""

    name: str
    above: tuple[str, ...]
    grid: PageTable
    below: tuple[str, ...]

    @property
    def row_count(self) -> int:
        """Rows that it takes, with an empty one above the notes."""
        return len(self.above) + 1 + len(self.grid.rows) + 1 + len(self.below)

    def cell_texts(self) -> Iterator[str]:
        """All that its cells hold."""
        return chain(self.above, self.grid.head, *self.grid.rows, self.below)


class CellWriter:
    """Writes into the cells of a workbook. Each format of a cell is made once."""

    def __init__(self, book: Workbook) -> None:
        self.book, self.used_patterns = book, set[str]()
        self.formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def cell_format(self, **look: object) -> Format:
        """The format that looks so."""
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"valign": "top", **look})
        return self.formats[key]

    def write_text(self, worksheet: Worksheet, place: CellPosition, text: str, **look: object) -> None:
        """A text is never taken for a number, a link or a formula; an empty one leaves its cell empty."""
        if text:
            look |= (
                {"quote_prefix": True} if text.startswith(FORMULA_STARTS) else {}
            )  # still a text when it has been edited
            worksheet.write_string(*place, str(text), self.cell_format(**look))

    def write_cell(self, worksheet: Worksheet, place: CellPosition, cell: str, **look: object) -> None:
        """A number or a date as such; what Excel would make another value of, and any other text, as a text."""
        if not isinstance(cell, ValueText) or not _fits_excel(cell) or not self._can_use_pattern(cell.pattern):
            self.write_text(worksheet, place, cell, text_wrap=True, **look)
        elif isinstance(cell.number, date):
            moment = datetime.fromisoformat(cell.number.isoformat())
            worksheet.write_datetime(*place, moment, self.cell_format(num_format=cell.pattern, **look))
        else:
            worksheet.write_number(*place, float(cell.number), self.cell_format(num_format=cell.pattern, **look))

    def _can_use_pattern(self, pattern: str) -> bool:
        """Whether a pattern can be used: it is not too long, nor one too many."""
        if len(self.used_patterns) < MAX_PATTERNS and len(pattern) <= MAX_PATTERN_LENGTH:
            self.used_patterns.add(pattern)
        return pattern in self.used_patterns


def check_xlsxwriter() -> None:
    """Refused where the library that writes workbooks is missing."""
    try:
        import xlsxwriter  # noqa: F401 - whether it is there is the question
    except ImportError:
        remedy = "pip install 'roundtable-cli[excel]'"
        raise Refused(Finding(USAGE, "xlsx is written with XlsxWriter, which is not installed", remedy)) from None


def workbook_bytes(page: Page) -> bytes:
    """The content of an .xlsx file. Refused where a text or a table is larger than Excel can hold."""
    from io import BytesIO

    import xlsxwriter

    sheets = list(_build_sheets(page))
    _check_excel_limits(sheets)
    out = BytesIO()
    # In memory: what the page says is copied into no temporary file.
    with xlsxwriter.Workbook(out, {"in_memory": True, **NO_CONVERSIONS}) as book:
        book.set_properties({"title": page.title[:255], "created": CREATED})
        pen = CellWriter(book)
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, pen, page.colours)
    return out.getvalue()


def _build_sheets(page: Page) -> Iterator[SheetContent]:
    """A sheet for each table, that can be read alone: with what is said above all tables, and its own notes."""
    taken = {"history"}  # a name that Excel keeps for itself
    for grid in page.grids or (PageTable((), ()),):
        above = [text for text in (page.title, *page.lines) if text]
        above += [""] * bool(above) + [grid.title] * bool(grid.title)
        about = [note for note in page.notes if _note_concerns(note, grid.code)]
        name = _unique_sheet_name(grid.code or grid.title or page.title, taken)
        taken.add(name.casefold())
        yield SheetContent(name, tuple(above), _expand_details(grid), tuple(about))


def _note_concerns(note: str, code: str) -> bool:
    """Whether a note is to be read with the table of an indicator; with one of several, every note is."""
    return not code or not isinstance(note, PageNote) or not note.codes or code in note.codes


def _unique_sheet_name(text: str, taken: set[str]) -> str:
    """A name for a sheet, as Excel allows them, and not one that is `taken`."""
    plain = " ".join("".join(" " if letter in r"[]:*?/\'" else letter for letter in text).split())
    for number in chain([""], (f" {n}" for n in range(2, len(taken) + 3))):
        name = _shorten_text(plain, MAX_SHEET_NAME - len(number)) + number if plain else number.strip() or "1"
        if name.casefold() not in taken:
            break
    return name


def _shorten_text(text: str, length: int) -> str:
    """A text of no more characters, as Excel counts them; whole words, if it has several."""
    if _excel_length(text) <= length:
        return text
    kept, more = (text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore") for most in (length, length + 1))
    return more.rpartition(" ")[0] or kept


def _expand_details(grid: PageTable) -> PageTable:
    """The table with columns of their own for what its figures show beside them: parts, percentages."""
    columns: list[tuple[str, ...]] = []
    right = set()
    for position, (head, *cells) in enumerate(zip(grid.head, *grid.rows, strict=True)):
        figures = [cell.details if isinstance(cell, ValueText) else {} for cell in cells]
        right |= {len(columns)} if position in grid.right else set()
        columns.append((head, *cells))
        for name in dict.fromkeys(chain.from_iterable(figures)):
            right.add(len(columns))
            columns.append((f"{head}, {name}", *(others.get(name, "") for others in figures)))
    rows = tuple(zip(*columns, strict=True)) if columns else ((),)
    return grid._replace(head=rows[0], rows=rows[1:], right=frozenset(right))


def _check_excel_limits(sheets: Sequence[SheetContent]) -> None:
    """Nothing is cut: what is larger than Excel can hold is refused."""
    rows, columns = max(sheet.row_count for sheet in sheets), max(len(sheet.grid.head) for sheet in sheets)
    longest = max((_excel_length(text) for sheet in sheets for text in sheet.cell_texts()), default=0)
    sizes = (
        ("rows", rows, MAX_ROWS),
        ("columns", columns, MAX_COLUMNS),
        ("characters in a cell", longest, MAX_CHARACTERS),
    )
    for things, size, most in sizes:
        if size > most:
            fault = f"too large for xlsx: {size:,} {things}, where Excel holds {most:,}"
            raise Refused(Finding(USAGE, fault, "choose another format: -f csv, html"))


def _excel_length(text: str) -> int:
    """The characters of a text as Excel counts them."""
    return len(text.encode("utf-16-le")) // 2


def _write_sheet(worksheet: Worksheet, sheet: SheetContent, pen: CellWriter, colours: Mapping[str, int]) -> None:
    """The texts above, the table with its heading kept in sight and ready to be filtered, and the notes below."""
    grid, top = sheet.grid, len(sheet.above)
    for row, text in enumerate(sheet.above):
        pen.write_text(worksheet, (row, 0), text, bold=row == 0 or text == grid.title)
    for column, text in enumerate(grid.head):
        # The button of the filter stands at the right of a heading, and is not to cover it.
        aside = {"align": "right", "indent": 2} if column in grid.right else {}
        pen.write_text(worksheet, (top, column), text, bold=True, bottom=1, text_wrap=True, **aside)
    for row, cells in enumerate(grid.rows, top + 1):
        for column, cell in enumerate(cells):
            look = {"align": "right" if column in grid.right else "left"}
            look |= {"font_color": PAPER_COLOURS[colours[cell]]} if cell in colours else {}
            pen.write_cell(worksheet, (row, column), cell, **look)
    widths = [min(width, MAX_COLUMN_WIDTH) + 3 for width in grid.column_widths()]
    for column, width in enumerate(widths):
        worksheet.set_column(column, column, width)
    for row, note in enumerate(sheet.below, top + len(grid.rows) + 2):
        _write_note(worksheet, row, note, widths, pen)
    _set_up_view(worksheet, sheet)


def _fits_excel(figure: ValueText) -> bool:
    """Whether Excel can hold a figure as it is.

    It keeps 15 digits of a number and puts zeros for the rest, so an exact number that has more would be another. A
    float is as near as it can be already.
    """
    number = figure.number
    if isinstance(number, date):
        return (number.year, number.month) >= FIRST_MONTH
    if isinstance(number, float):
        return True
    return len("".join(map(str, Decimal(number).as_tuple().digits)).rstrip("0")) <= MAX_DIGITS


def _write_note(worksheet: Worksheet, row: int, note: str, widths: Sequence[int], pen: CellWriter) -> None:
    """A note in a row of its own; a long one goes over several columns and lines."""
    room = columns = 0
    for width in chain(widths, repeat(EMPTY_COLUMN_WIDTH)):
        if room >= NOTE_WIDTH:
            break
        room, columns = room + width, columns + 1
    lines = textwrap.wrap(note, room * 9 // 10)  # some letters are wider than a digit
    if len(lines) > 1:
        # It is merged empty: `merge_range` would take what it is given for a number or a formula.
        worksheet.merge_range(row, 0, row, columns - 1, "", pen.cell_format(text_wrap=True))
        worksheet.set_row(row, min(LINE_HEIGHT * len(lines), MAX_ROW_HEIGHT))
    pen.write_text(worksheet, (row, 0), note, text_wrap=len(lines) > 1)


def _set_up_view(worksheet: Worksheet, sheet: SheetContent) -> None:
    """On a screen and on paper the heading stays in sight; what is a text on purpose is not marked as a mistake."""
    top, last = len(sheet.above), len(sheet.grid.head) - 1
    if sheet.grid.head:
        worksheet.freeze_panes(top + 1, 1)
        worksheet.autofilter(top, 0, top + len(sheet.grid.rows), last)
        worksheet.repeat_rows(top)
    worksheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MAX_ROWS}"})
    worksheet.set_landscape()
    worksheet.set_paper(9)  # A4
    worksheet.fit_to_pages(1, 0)
