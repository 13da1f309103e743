"""A worksheet with a table in a frame: headings in two rows, sections of rows, statuses in colour; ready for print."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from roundtable_cli.output.formats.workbooks.cell_writer import STATUS_LOOKS, CellWriter
from roundtable_cli.output.formats.workbooks.sheet_content import MAX_ROWS, SheetContent
from roundtable_cli.output.formats.workbooks.sheet_notes import LINE_HEIGHT, MAX_ROW_HEIGHT, write_note
from roundtable_cli.output.page import PageTable, TableLook, ValueText

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LABEL_WIDTH, MIN_WIDTH, MAX_WIDTH, INDENT = 40, 8, 16, 2  # characters: of the first column, of the others, of parts
PAGE_WIDTH, WIDE_PAGE_WIDTH = 150, 350  # characters that can be read in a line on A4 and on A3, across
A4, A3 = 9, 8
PRINT_SCALE, SCALED_WIDTH = 55, 270  # where a table is over several pages across: per cent of the size, and characters
SHORT_TEXT = 12  # texts up to this length stay on one line
TITLE_SIZE, TITLE_HEIGHT = 14, 21  # points
CellLook = dict[str, object]  # properties of XlsxWriter's formats
FRAME: CellLook = {"border": 1, "border_color": "#A6A6A6", "valign": "vcenter"}
GROUP_LOOK = FRAME | {"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "align": "center"}
HEAD_LOOK = FRAME | {"bold": True, "bg_color": "#DCE3EF", "align": "center"}
SECTION_LOOK = FRAME | {"bold": True, "bg_color": "#EDEDED"}


def write_framed_sheet(
    worksheet: Worksheet, sheet: SheetContent, look: TableLook, writer: CellWriter, statuses: Mapping[str, str]
) -> None:
    """The texts above, the table with its headings and sections, and the notes below."""
    table, top = sheet.table, len(sheet.above)
    widths = _column_widths(table, look)
    for column, width in enumerate(widths):
        worksheet.set_column(column, column, width)
    for row, text in enumerate(sheet.above):
        writer.write_text(worksheet, (row, 0), text, **({"bold": True, "font_size": TITLE_SIZE} if row == 0 else {}))
    worksheet.set_row(0, TITLE_HEIGHT)
    _write_headings(worksheet, table, look, top, writer)
    for number, cells in enumerate(table.rows):
        place = top + 2 + number
        worksheet.set_row(place, _row_height(cells, widths, number in look.section_rows))
        if number in look.section_rows:
            _write_section(worksheet, place, cells, writer)
        else:
            _write_row(worksheet, place, cells, _cell_looks(table, look, number, statuses), writer)
    for row, note in enumerate(sheet.below, top + 3 + len(table.rows)):
        write_note(worksheet, row, note, widths, writer)
    _set_up_print(worksheet, top, look, widths)


def _column_widths(table: PageTable, look: TableLook) -> list[int]:
    """Each as wide as its numbers and the words of its heading; long labels are broken into lines."""
    rows = [row for number, row in enumerate(table.rows) if number not in look.section_rows]
    widths = [LABEL_WIDTH]
    for column, head in enumerate(table.head[1:], 1):
        texts = [row[column] for row in rows]
        words = [word for text in (head, *texts) for word in (text.split(" ") if len(text) > SHORT_TEXT else (text,))]
        numbers = texts if column in table.right_aligned else []
        widths.append(min(max(max(map(len, (*words, *numbers)), default=0) + 2, MIN_WIDTH), MAX_WIDTH))
    return widths


def _row_height(cells: Sequence[str], widths: Sequence[int], is_section: bool) -> int:
    """High enough for the lines of its texts: not every program makes it so by itself."""
    if is_section:
        return LINE_HEIGHT
    rooms = [widths[0] * 9 // 10, *(width - 1 for width in widths[1:])]  # letters of a label may be wider than digits
    pairs = zip(cells, rooms, strict=True)
    lines = max(len(textwrap.wrap(cell, room)) for cell, room in pairs if not isinstance(cell, ValueText))
    return min(LINE_HEIGHT * max(lines, 1) + 3, MAX_ROW_HEIGHT)


def _write_headings(worksheet: Worksheet, table: PageTable, look: TableLook, top: int, writer: CellWriter) -> None:
    """The names of groups over their columns, and below them those of the columns; one without a group has both rows.

    Cells are merged while they are empty: `merge_range` would write a name as a number or a formula if it looks so.
    """
    first = 0
    for name, span in look.groups:
        last = first + span - 1
        if name:
            _merge_cells(worksheet, (top, first, top, last), writer.cell_format(**GROUP_LOOK))
            writer.write_text(worksheet, (top, first), name, **GROUP_LOOK)
        for column in range(first, last + 1):
            if not name:
                _merge_cells(worksheet, (top, column, top + 1, column), writer.cell_format(**HEAD_LOOK))
            row = top + 1 if name else top
            writer.write_text(worksheet, (row, column), table.head[column], text_wrap=True, **HEAD_LOOK)
        first += span
    worksheet.set_row(top + 1, 2 * LINE_HEIGHT)


def _merge_cells(worksheet: Worksheet, area: tuple[int, int, int, int], cell_format: Format) -> None:
    """The cells from a row and column to another made one; a single one stays as it is."""
    if area[:2] != area[2:]:
        worksheet.merge_range(*area, "", cell_format)


def _write_section(worksheet: Worksheet, place: int, cells: Sequence[str], writer: CellWriter) -> None:
    """The heading of the rows below, over the whole width."""
    for column in range(len(cells)):
        worksheet.write_blank(place, column, None, writer.cell_format(**SECTION_LOOK))
    writer.write_text(worksheet, (place, 0), cells[0], **SECTION_LOOK)


def _cell_looks(table: PageTable, look: TableLook, number: int, statuses: Mapping[str, str]) -> list[CellLook]:
    """How each cell of a row looks: numbers at the right, parts of a row above indented, statuses in their colours."""
    looks: list[CellLook] = []
    for column, cell in enumerate(table.rows[number]):
        own = FRAME | {"align": "right" if column in table.right_aligned else "left"}
        own |= {"align": "center"} | STATUS_LOOKS.get(statuses[cell], {}) if cell in statuses else {}
        looks.append(own | ({"indent": INDENT} if not column and number in look.indented_rows else {}))
    return looks


def _write_row(
    worksheet: Worksheet, place: int, cells: Sequence[str], looks: Sequence[CellLook], writer: CellWriter
) -> None:
    """An indicator, or a part of it, with its numbers; an empty cell has its frame too."""
    for column, (cell, look) in enumerate(zip(cells, looks, strict=True)):
        worksheet.write_blank(place, column, None, writer.cell_format(**look))
        writer.write_cell(worksheet, (place, column), cell, **look)


def _set_up_print(worksheet: Worksheet, top: int, look: TableLook, widths: Sequence[int]) -> None:
    """Headings and labels stay in sight, on a screen and on every page; no group is parted by the end of a page."""
    worksheet.freeze_panes(top + 2, look.fixed_columns)
    worksheet.repeat_rows(top, top + 1)
    worksheet.repeat_columns(0, look.fixed_columns - 1)
    worksheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MAX_ROWS}"})
    worksheet.hide_gridlines(2)
    worksheet.set_landscape()
    worksheet.set_paper(A3 if sum(widths) > PAGE_WIDTH else A4)
    worksheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    worksheet.set_footer("&R&P / &N")
    if sum(widths) <= WIDE_PAGE_WIDTH:
        worksheet.fit_to_pages(1, 0)
    else:
        worksheet.set_print_scale(PRINT_SCALE)
        worksheet.set_v_pagebreaks(_page_breaks(look, widths))


def _page_breaks(look: TableLook, widths: Sequence[int]) -> list[int]:
    """The columns before which a new page begins: each page has as many groups as it takes, beside the labels."""
    labels = sum(widths[: look.fixed_columns])
    breaks, column, used = list[int](), 0, 0
    for _, span in look.groups:
        width = sum(widths[column : column + span])
        if column and used + width > SCALED_WIDTH:
            breaks.append(column)
            used = labels
        used, column = used + width, column + span
    return breaks
