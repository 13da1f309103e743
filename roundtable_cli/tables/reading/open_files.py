"""Opens the files of a table: which kind each is, told from its bytes, and the sheets of one that has several.

The modules for workbooks, with zipfile and XML, are imported where a file is one: a project of texts does without.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from roundtable_cli.errors import Finding, Refused, refuse_findings
from roundtable_cli.finding_codes import SOURCE_ERROR
from roundtable_cli.tables.reading import file_bytes, row_faults, text_encoding
from roundtable_cli.tables.reading.table_file import FileRecords, TableFile
from roundtable_cli.tables.reading.text_file import TextFile
from roundtable_cli.tables.table import STDIN, Table
from roundtable_cli.visible_text import visible_line

if TYPE_CHECKING:
    from roundtable_cli.tables.reading.workbooks.workbook import Workbook

_SYSTEM_NAMES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini"})
_GZIP_ENDING = ".gz"  # comes after the ending that the file had
CSV_ENDINGS = frozenset({".csv", ".csv.gz"})  # the tables of a folder without datapackage.json
MAX_SHEETS = 1_000  # of a workbook, each a table with headings to be found
TABLE_ENDINGS = CSV_ENDINGS | {".tsv", ".tsv.gz", ".xlsx", ".xls", ".ods"}  # what `init` makes tables of


def list_table_files(folder: Path, endings: Collection[str] = TABLE_ENDINGS) -> list[Path]:
    """The files of a folder whose names have one of the endings, in any case, sorted; none where there is no folder.

    Hidden files are left out, and those that Excel keeps beside a workbook while it is open (`~$name.xlsx`).
    """
    paths = folder.iterdir() if folder.is_dir() else ()
    return sorted(
        path
        for path in paths
        if _split_ending(path)[1].lower() in endings and not is_hidden_name(path.name) and path.is_file()
    )


def list_files(folder: Path) -> list[Path]:
    """The files of a folder that are not hidden, sorted; none of a folder in it."""
    return sorted(path for path in folder.iterdir() if path.is_file() and not is_hidden_name(path.name))


def has_table_ending(path: Path) -> bool:
    """Whether a file's name ends as those of tables do."""
    return _split_ending(path)[1].lower() in TABLE_ENDINGS


def is_hidden_name(name: str) -> bool:
    """Whether a file or folder is hidden by its name, is what Office keeps beside an open file, or Windows' own."""
    return name != ".." and (name.startswith((".", "~$")) or name.lower() in _SYSTEM_NAMES)


def open_table_file(path: Path, table: Table) -> TableFile:
    """One file of a table, of the kind that its first bytes tell; no row is read."""
    if not _open_if_workbook(path):
        return TextFile(path, table)
    from roundtable_cli.tables.reading.workbooks.sheet_file import SheetFile

    return SheetFile(path, table)


def open_table_files(path: Path, table: Table) -> list[TableFile]:
    """One file of a table; of a workbook each of the sheets that the table names, if it names several.

    Of several sheets a workbook needs to have one: another workbook of the table may have the others.
    """
    if len(table.sheets) <= 1:
        return [open_table_file(path, table)]
    workbook = _open_if_workbook(path)
    if not workbook:
        return [open_table_file(path, table._replace(sheets=()))]
    own = [name for name in table.sheets if name in workbook.sheets]
    return [open_table_file(path, table._replace(sheets=(name,))) for name in own or table.sheets[:1]]


def table_name_from_path(path: Path) -> str:
    """The name of a table from that of its file, in Unicode's composed form: disks of Macs have letters in parts."""
    return (
        "stdin" if path == STDIN else unicodedata.normalize("NFC", _readable_name(_split_ending(path)[0] or path.name))
    )


def _readable_name(name: str) -> str:
    """A file's name as letters; those in old archives are in other encodings than UTF-8, as their letters may prove."""
    if file_bytes.is_utf8_name(name):
        return name
    content = os.fsencode(name)
    found = text_encoding.detect_encoding(content)
    is_proved = found.is_eight_bit and not (found.is_doubtful or found.is_implausible)
    return content.decode(found.codec) if is_proved else visible_line(name)


def _split_ending(path: Path) -> tuple[str, str]:
    """A file's name and its ending, which is of two parts where it is compressed: `people` and `.csv.gz`."""
    inner = Path(path.stem)
    packed = path.suffix.lower() == _GZIP_ENDING and inner.suffix
    return (inner.stem, inner.suffix + path.suffix) if packed else (path.stem, path.suffix)


def list_file_tables(path: Path, *, with_hidden: bool = False) -> list[Table]:
    """A file as a table, or a table for each sheet of a workbook that holds one. Refused where it can't be read.

    Hidden sheets are tables only if all are hidden, or `with_hidden`. The sheets that are none are told by each table.
    """
    workbook = _open_if_workbook(path)
    chosen = list(workbook.table_sheets()) if workbook else []
    if workbook and not with_hidden:
        chosen = [name for name in chosen if not workbook.sheets[name].is_hidden] or chosen
    if len(chosen) > MAX_SHEETS:
        fault = f"{len(chosen):,} sheets hold tables; at most {MAX_SHEETS:,} are read"
        remedy = "put the sheets that you need into a workbook of their own"
        raise Refused(Finding(SOURCE_ERROR, fault, remedy, path.name))
    passed_over = tuple(name for name in (workbook.sheets if workbook else ()) if name not in chosen)
    if len(chosen) > 1:
        return [Table(name, (path,), sheets=(name,), passed_over=passed_over) for name in chosen]
    sheets = tuple(chosen) if passed_over else ()
    return [Table(table_name_from_path(path), (path,), sheets=sheets, passed_over=passed_over)]


def read_file_records(path: Path, table: Table) -> FileRecords:
    """All records of a file. Refused where it can't be opened or read, and where a row is ragged."""
    return open_table_file(path, table).records


def read_setting_records(path: Path, table: Table) -> FileRecords:
    """All records of a file of settings, such as a plan, of which no row is left out as a total.

    Of a workbook with several sheets it is the one that is called like the table. Refused as `read_file_records`.
    """
    if workbook := _open_if_workbook(path):
        named = [name for name in workbook.sheets if name.strip().casefold() == table.name]
        if len(workbook.sheets) > 1 and len(named) != 1:
            fault = f'{len(workbook.sheets)} sheets, and none is called "{table.name}"'
            remedy = f'call the right one "{table.name}", or keep one sheet'
            raise Refused(Finding(SOURCE_ERROR, fault, remedy, path.name))
        table = table._replace(sheets=tuple(named))
    file = open_table_file(path, table)
    left_out = {row.number for row in file.no_records}
    numbered = [(number, row) for number, row in file.filled_rows if number not in left_out]
    refuse_findings(row_faults.find_row_faults(file.label, file.column_names, numbered, file.delimiter))
    rows, numbers = [row for _, row in numbered], [number for number, _ in numbered]
    return FileRecords(file.label, file.header, rows, numbers, file.column_positions)


def _open_if_workbook(path: Path) -> Workbook | None:
    """The workbook at a path; None where it is another file, or can't be opened, which the reading will say."""
    if not file_bytes.read_file_head(path).startswith(file_bytes.WORKBOOK_SIGNATURES):
        return None
    from roundtable_cli.tables.reading.workbooks.workbook import open_workbook

    workbook = open_workbook(path, path.name)
    return workbook if file_bytes.is_workbook_content(workbook.content) else None
