"""What stands on which sheet of a workbook, under which name, within what Excel can hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.finding_codes import USAGE
from roundtable_cli.output.page import Page, PageNote, PageTable, ValueText

# What Excel can hold: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
MAX_ROWS, MAX_COLUMNS, MAX_CHARACTERS, MAX_SHEET_NAME = 1_048_576, 16_384, 32_767, 31


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


def build_sheets(page: Page) -> Iterator[SheetContent]:
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


def check_excel_limits(sheets: Sequence[SheetContent]) -> None:
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
