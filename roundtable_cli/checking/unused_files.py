"""Files of data in the folder of a project that no table names: nothing is counted from them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from roundtable_cli.checking.check_run import Report
from roundtable_cli.checking.file_checks import value_or_none
from roundtable_cli.errors import WARNING, Finding
from roundtable_cli.file_identity import file_identity
from roundtable_cli.finding_codes import UNUSED_FILE
from roundtable_cli.indicators.results import RESULT_AUTHOR
from roundtable_cli.shell_words import double_quoted_argument
from roundtable_cli.tables.package.package_reader import PACKAGE_FILE
from roundtable_cli.tables.reading import open_files
from roundtable_cli.tables.table import Table

DATA_ENDINGS = frozenset({".csv", ".tsv", ".xlsx", ".xls", ".ods", ".parquet", ".gz"})
_RESULT_HEADINGS = ("code", "indicator")  # with which the results begin that this program writes


def report_unused_files(folder: Path, used_paths: Iterable[Path]) -> Iterator[Report]:
    """A report with a warning for each file of data that stands beside datapackage.json, and is not used.

    Folders inside it are not looked into, and neither are hidden files. Tables of results that this program wrote there
    are none of the data.
    """
    if not (folder / PACKAGE_FILE).is_file():
        return
    used = {file_identity(path) for path in used_paths}
    for path in open_files.list_files(folder):
        if path.suffix.lower() in DATA_ENDINGS and file_identity(path) not in used and not _holds_results(path):
            fault = "no table names this file; nothing is counted from it"
            remedy = f"to count it: rt-stats add {double_quoted_argument(path.name)}"
            finding = Finding(UNUSED_FILE, fault, remedy, path.name, severity=WARNING)
            yield Report(path.name, findings=(finding,))


def _holds_results(path: Path) -> bool:
    """Whether a file holds results of indicators, as `-o FILE` writes them."""
    if path.suffix.lower() == ".xlsx":
        return _has_program_as_author(path)
    if path.suffix.lower() not in {".csv", ".tsv"}:
        return False
    header = value_or_none(lambda: open_files.open_table_file(path, Table("", (path,))).column_names) or ()
    return header[: len(_RESULT_HEADINGS)] == _RESULT_HEADINGS


def _has_program_as_author(path: Path) -> bool:
    """Whether a workbook says that this program wrote it."""
    try:
        with zipfile.ZipFile(path) as archive:
            return f"<dc:creator>{RESULT_AUTHOR}</dc:creator>".encode() in archive.read("docProps/core.xml")
    except (OSError, KeyError, zipfile.BadZipFile):
        return False
