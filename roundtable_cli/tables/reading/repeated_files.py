"""One file twice among the files of a table: downloaded again under another name, or saved in another way.

Two files are one where their bytes are the same, or where all their records are, in any order of rows and columns. One
record proves nothing: a report of one line may well be the same in two months.
"""

from __future__ import annotations

import filecmp
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from roundtable_cli.errors import WARNING, Finding
from roundtable_cli.finding_codes import REPEATED_FILE
from roundtable_cli.tables.reading import urls
from roundtable_cli.tables.reading.table_file import TableFile
from roundtable_cli.tables.table import STDIN

MIN_RECORDS = 2


def find_repeated_files(files: Sequence[TableFile]) -> Iterator[Finding]:
    """A warning for each file that holds what an earlier one holds. Refused where one of several can't be read."""
    earlier_files = list[TableFile]()
    for file in files if len(files) > 1 else ():
        same = next((earlier for earlier in earlier_files if _have_same_records(earlier, file)), None)
        if same:
            yield _describe_repeated_file(file, same)
        earlier_files.append(file)


def find_equal_files(files: Sequence[TableFile]) -> Iterator[Finding]:
    """A warning for each file whose bytes are those of an earlier one; no record is read."""
    sizes = {file: file.path.stat().st_size for file in files if _is_on_disk(file.path)} if len(files) > 1 else {}
    for position, file in enumerate(files):
        earlier_files = [earlier for earlier in files[:position] if sizes.get(earlier) == sizes.get(file, -1)]
        if same := next((earlier for earlier in earlier_files if _have_same_bytes(earlier, file)), None):
            yield _describe_repeated_file(file, same)


def _have_same_records(one: TableFile, other: TableFile) -> bool:
    if one.record_count != other.record_count or one.record_count < MIN_RECORDS:
        return False
    if sorted(one.column_names) != sorted(other.column_names):
        return False
    if _have_same_bytes(one, other):
        return True
    names = one.column_names
    if not all(_count_texts(one, name) == _count_texts(other, name) for name in names if names.count(name) == 1):
        return False
    return _sorted_records(one) == _sorted_records(other)


def _have_same_bytes(one: TableFile, other: TableFile) -> bool:
    """Whether two files are byte for byte the same; two sheets of one workbook are not."""
    is_possible = one.path != other.path and _is_on_disk(one.path) and _is_on_disk(other.path)
    is_same_sheet = one.table.sheets == other.table.sheets
    return is_possible and is_same_sheet and filecmp.cmp(one.path, other.path, shallow=False)


def _count_texts(file: TableFile, name: str) -> dict[str, int]:
    """The texts of a column, with the rows of each: told faster than that all records are the same."""
    place = file.column_names.index(name)
    if file.grid:
        return file.grid.column_spans(place).text_counts()
    return Counter(row[place].strip() for row in file.records.rows)


def _sorted_records(file: TableFile) -> list[list[str]]:
    """The records of a file in an order of their own, with the cells in that of the columns' names."""
    if file.grid:
        columns = [[*file.grid.column_spans(place).all_texts()] for place in range(len(file.column_names))]
        rows = [[*row] for row in zip(*columns, strict=True)]
    else:
        rows = file.records.rows
    names = file.column_names
    places = sorted(range(len(names)), key=names.__getitem__)
    return sorted([row[place].strip() for place in places] for row in rows)


def _is_on_disk(path: Path) -> bool:
    return path != STDIN and not urls.url_from_path(path) and path.is_file()


def _describe_repeated_file(file: TableFile, same: TableFile) -> Finding:
    fault = f"it has the same records as {same.label}, and both files are counted"
    remedy = "if it is the same file twice, delete one of the two"
    return Finding(REPEATED_FILE, fault, remedy, file.label, severity=WARNING)
