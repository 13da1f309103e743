"""A page as an Excel workbook: a worksheet for each table, with real numbers and dates in its cells."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import chain, repeat
from typing import TYPE_CHECKING, NamedTuple

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.finding_codes import USAGE
from roundtable_cli.indicators.results import RESULT_AUTHOR
from roundtable_cli.output.formats.escaping import is_formula
from roundtable_cli.output.page import Page, PageNote, PageTable, ValueText

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CellPosition = tuple[int, int]  # row and column of a cell, from 0
# What Excel can hold: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
MAX_ROWS, MAX_COLUMNS, MAX_CHARACTERS, MAX_DIGITS, MAX_SHEET_NAME = 1_048_576, 16_384, 32_767, 15, 31
MAX_EXPONENT = 306  # of 10, and a little more: numbers of 10^307 are too large, and those of 10^-307 are taken for 0
MAX_PATTERN_LENGTH, MAX_PATTERNS = 255, 200  # characters of a pattern, and patterns of a workbook
FIRST_MONTH = (1900, 3)  # before March 1900 Excel's calendar has a day too many, and other programs' have not

CREATED = datetime(2000, 1, 1)  # always the same, so that the same answer is the same file
NO_CONVERSIONS = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
STATUS_COLOURS = {  # dark enough to be read on paper
    "achieved": "#00703C",
    "on-track": "#00703C",
    "off-track": "#C00000",
    "no-data": "#8A6100",
}
MAX_COLUMN_WIDTH, NOTE_WIDTH, EMPTY_COLUMN_WIDTH = 60, 100, 8  # characters: of a column, of a note's lines
LINE_HEIGHT, MAX_ROW_HEIGHT = 15, 409  # points: of a line of text, and of the highest row that Excel has


class SheetContent(NamedTuple):
    """What a worksheet will hold: its name, its table, and the texts above and below that."""

    name: str
    above: tuple[str, ...]
    table: PageTable
    below: tuple[str, ...]

    @property
    def row_count(self) -> int:
        """The rows that it takes, an empty one above the notes counted."""
        return len(self.above) + 1 + len(self.table.rows) + 1 + len(self.below)

    def cell_texts(self) -> Iterator[str]:
        """The texts of all its cells."""
        return chain(self.above, self.table.head, *self.table.rows, self.below)


class CellWriter:
    """Writes into the cells of a workbook. Each format of a cell is made once."""

    def __init__(self, book: Workbook) -> None:
        self.book, self.used_patterns = book, set[str]()
        self.formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def cell_format(self, **look: object) -> Format:
        """The format with these properties of XlsxWriter's."""
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"valign": "top", **look})
        return self.formats[key]

    def write_text(self, worksheet: Worksheet, place: CellPosition, text: str, **look: object) -> None:
        """A text, which is never taken for a number, a link or a formula; an empty one leaves its cell empty."""
        if text:
            # Without the prefix, Excel would run the text as a formula once somebody has edited the cell.
            look |= {"quote_prefix": True} if is_formula(text) else {}
            worksheet.write_string(*place, str(text), self.cell_format(**look))

    def write_cell(self, worksheet: Worksheet, place: CellPosition, cell: str, **look: object) -> None:
        """A number or a date as such; a text as a text, and so a number that Excel would change."""
        if not isinstance(cell, ValueText) or not _fits_excel(cell) or not self._can_use_pattern(cell.pattern):
            self.write_text(worksheet, place, cell, text_wrap=True, **look)
        elif isinstance(cell.number, date):
            moment = datetime.fromisoformat(cell.number.isoformat())
            worksheet.write_datetime(*place, moment, self.cell_format(num_format=cell.pattern, **look))
        else:
            worksheet.write_number(*place, float(cell.number), self.cell_format(num_format=cell.pattern, **look))

    def _can_use_pattern(self, pattern: str) -> bool:
        """Whether Excel can take this number format too: it is not too long, nor one too many."""
        if len(self.used_patterns) < MAX_PATTERNS and len(pattern) <= MAX_PATTERN_LENGTH:
            self.used_patterns.add(pattern)
        return pattern in self.used_patterns


def write_xlsx(page: Page) -> bytes:
    """The content of an .xlsx file. Refused where a text or a table is larger than Excel can hold."""
    import xlsxwriter  # an extra of its own, asked for by the registry; the module itself can be read without

    sheets = list(_build_sheets(page))
    _check_excel_limits(sheets)
    out = BytesIO()
    # In memory, because XlsxWriter would else put the data into a temporary file that others may read.
    with xlsxwriter.Workbook(out, {"in_memory": True, **NO_CONVERSIONS}) as book:
        book.set_properties({"title": page.title[:255], "author": RESULT_AUTHOR, "created": CREATED})
        writer = CellWriter(book)
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, writer, page.statuses)
    return out.getvalue()


def _build_sheets(page: Page) -> Iterator[SheetContent]:
    """A sheet for each table, which can be read alone: under the page's title and lines, with the notes about it."""
    taken = {"history"}  # a name that Excel keeps for itself
    for table in page.tables or (PageTable((), ()),):
        above = [text for text in (page.title, *page.lines) if text]
        above += [""] if above else []
        above += [table.title] if table.title else []
        notes = [note for note in page.notes if _note_concerns(note, table.indicator_code)]
        name = _unique_sheet_name(table.indicator_code or table.title or page.title, taken)
        taken.add(name.casefold())
        yield SheetContent(name, tuple(above), _expand_details(table), tuple(notes))


def _note_concerns(note: str, code: str) -> bool:
    """Whether a note belongs below the table of this indicator; below a table of several (no code), all notes do."""
    return not code or not isinstance(note, PageNote) or not note.codes or code in note.codes


def _unique_sheet_name(text: str, taken: set[str]) -> str:
    """A name that Excel allows for a sheet, and that is not `taken` (names in lower case)."""
    plain = " ".join("".join(" " if letter in r"[]:*?/\'" else letter for letter in text).split())
    for number in chain([""], (f" {n}" for n in range(2, len(taken) + 3))):
        name = _shorten_text(plain, MAX_SHEET_NAME - len(number)) + number if plain else number.strip() or "1"
        if name.casefold() not in taken:
            break
    return name


def _shorten_text(text: str, length: int) -> str:
    """The beginning of a text, at most `length` characters as Excel counts them; whole words, if it has several."""
    if _excel_length(text) <= length:
        return text
    # With one character more, a word that ends just at the limit is seen to be whole.
    cut, longer = (text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore") for most in (length, length + 1))
    return longer.rpartition(" ")[0] or cut


def _expand_details(table: PageTable) -> PageTable:
    """The table with a column of its own for each detail that values show beside them: parts, percentages."""
    columns: list[tuple[str, ...]] = []
    right_aligned = set()
    for position, (head, *cells) in enumerate(zip(table.head, *table.rows, strict=True)):
        details = [cell.details if isinstance(cell, ValueText) else {} for cell in cells]
        right_aligned |= {len(columns)} if position in table.right_aligned else set()
        columns.append((head, *cells))
        for name in dict.fromkeys(chain.from_iterable(details)):
            right_aligned.add(len(columns))
            columns.append((f"{head}, {name}", *(others.get(name, "") for others in details)))
    rows = tuple(zip(*columns, strict=True)) if columns else ((),)
    return table._replace(head=rows[0], rows=rows[1:], right_aligned=frozenset(right_aligned))


def _check_excel_limits(sheets: Sequence[SheetContent]) -> None:
    """Refused where anything is larger than Excel can hold; nothing is cut."""
    rows, columns = max(sheet.row_count for sheet in sheets), max(len(sheet.table.head) for sheet in sheets)
    longest = max((_excel_length(text) for sheet in sheets for text in sheet.cell_texts()), default=0)
    sizes = (
        ("rows", rows, MAX_ROWS),
        ("columns", columns, MAX_COLUMNS),
        ("characters in a cell", longest, MAX_CHARACTERS),
    )
    for things, size, most in sizes:
        if size > most:
            fault = f"too large for Excel: {size:,} {things}; Excel can hold {most:,}"
            raise Refused(Finding(USAGE, fault, "use another format: -f csv or -f html"))


def _excel_length(text: str) -> int:
    """The characters of a text as Excel counts them: units of UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def _write_sheet(worksheet: Worksheet, sheet: SheetContent, writer: CellWriter, statuses: Mapping[str, str]) -> None:
    """The texts above, the table, and the notes below; a cell that says a status has its colour."""
    table, top = sheet.table, len(sheet.above)
    for row, text in enumerate(sheet.above):
        writer.write_text(worksheet, (row, 0), text, bold=row == 0 or text == table.title)
    for column, text in enumerate(table.head):
        # The button of the filter stands at the right of a heading, and is not to cover it.
        aside = {"align": "right", "indent": 2} if column in table.right_aligned else {}
        writer.write_text(worksheet, (top, column), text, bold=True, bottom=1, text_wrap=True, **aside)
    for row, cells in enumerate(table.rows, top + 1):
        for column, cell in enumerate(cells):
            look = {"align": "right" if column in table.right_aligned else "left"}
            colour = STATUS_COLOURS.get(statuses.get(cell, ""))
            look |= {"font_color": colour} if colour else {}
            writer.write_cell(worksheet, (row, column), cell, **look)
    widths = [min(width, MAX_COLUMN_WIDTH) + 3 for width in table.column_widths()]
    for column, width in enumerate(widths):
        worksheet.set_column(column, column, width)
    for row, note in enumerate(sheet.below, top + len(table.rows) + 2):
        _write_note(worksheet, row, note, widths, writer)
    _set_up_view(worksheet, sheet)


def _fits_excel(value: ValueText) -> bool:
    """Whether Excel can hold a value unchanged.

    It keeps 15 digits of a number and puts zeros for the rest, so that an exact number with more would be another one.
    A float is an approximation anyway, but as many of its digits as are shown have to be right.
    """
    number = value.number
    if isinstance(number, date):
        return (number.year, number.month) >= FIRST_MONTH
    exact = Decimal(str(number))
    if isinstance(number, float):
        after_point = value.pattern.partition(".")[2]
        decimals = len(after_point) - len(after_point.lstrip("0")) + 2 * ("%" in value.pattern)
        return exact.adjusted() + 1 + decimals <= MAX_DIGITS
    is_short = len("".join(map(str, exact.as_tuple().digits)).rstrip("0")) <= MAX_DIGITS
    return is_short and abs(exact.adjusted()) <= MAX_EXPONENT


def _write_note(worksheet: Worksheet, row: int, note: str, widths: Sequence[int], writer: CellWriter) -> None:
    """A note in a row of its own; a long one spans several columns and lines."""
    room = columns = 0
    for width in chain(widths, repeat(EMPTY_COLUMN_WIDTH)):
        if room >= NOTE_WIDTH:
            break
        room, columns = room + width, columns + 1
    lines = textwrap.wrap(note, room * 9 // 10)  # some letters are wider than a digit
    if len(lines) > 1:
        # Merged while empty: `merge_range` would write the note as a number or a formula if it looks like one.
        worksheet.merge_range(row, 0, row, columns - 1, "", writer.cell_format(text_wrap=True))
        worksheet.set_row(row, min(LINE_HEIGHT * len(lines), MAX_ROW_HEIGHT))
    writer.write_text(worksheet, (row, 0), note, text_wrap=len(lines) > 1)


def _set_up_view(worksheet: Worksheet, sheet: SheetContent) -> None:
    """The heading stays in sight on a screen and on every printed page, and can be filtered by.

    Excel is told not to mark texts such as `007` as mistakes.
    """
    top, last = len(sheet.above), len(sheet.table.head) - 1
    if sheet.table.head:
        worksheet.freeze_panes(top + 1, 1)
        worksheet.autofilter(top, 0, top + len(sheet.table.rows), last)
        worksheet.repeat_rows(top)
    worksheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MAX_ROWS}"})
    worksheet.set_landscape()
    worksheet.set_paper(9)  # A4
    worksheet.fit_to_pages(1, 0)
