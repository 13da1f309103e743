"""One file twice among the files of a table: downloaded again under another name, or saved in another way.

Two files are one where their bytes are the same, or where all their records are, in any order of rows and columns. One
record proves nothing: a report of one line may well be the same in two months.
"""

from __future__ import annotations

import filecmp
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from roundtable_cli.errors import WARNING, Finding
from roundtable_cli.finding_codes import REPEATED_FILE
from roundtable_cli.tables.reading import urls
from roundtable_cli.tables.reading.table_file import TableFile
from roundtable_cli.tables.table import STDIN

MIN_RECORDS = 2


def find_repeated_files(files: Sequence[TableFile]) -> Iterator[Finding]:
    """A warning for each file that holds what an earlier one holds. Refused where one of several can't be read.

    Files are compared where the same texts stand as often in their columns: thousands are told apart without pairs.
    """
    by_shape = defaultdict[tuple[int, tuple[str, ...]], list[TableFile]](list)
    for file in files if len(files) > 1 else ():
        if (count := file.record_count) >= MIN_RECORDS:
            by_shape[count, tuple(sorted(file.column_names))].append(file)
    like_earlier = {
        file: same for alike in by_shape.values() if len(alike) > 1 for file, same in _match_earlier(alike).items()
    }
    yield from (_describe_repeated_file(file, like_earlier[file]) for file in files if file in like_earlier)


def _match_earlier(files: Iterable[TableFile]) -> dict[TableFile, TableFile]:
    """Each file with the records of an earlier one, and that one. All have as many records and the same columns."""
    by_texts = defaultdict[int, list[TableFile]](list)
    matched: dict[TableFile, TableFile] = {}
    for file in files:
        earlier_files = by_texts[_hash_texts(file)]
        same = next((one for one in earlier_files if _have_same_bytes(one, file)), None) or next(
            (one for one in earlier_files if _sorted_records(one) == _sorted_records(file)), None
        )
        if same:
            matched[file] = same
        else:
            earlier_files.append(file)
    return matched


def find_equal_files(files: Sequence[TableFile]) -> Iterator[Finding]:
    """A warning for each file whose bytes are those of an earlier one; no record is read."""
    sizes = {file: file.path.stat().st_size for file in files if _is_on_disk(file.path)} if len(files) > 1 else {}
    same_sizes = Counter(sizes.values())
    by_content = defaultdict[bytes, list[TableFile]](list)
    for file in (file for file in sizes if same_sizes[sizes[file]] > 1):
        earlier_files = by_content[_hash_bytes(file.path)]
        if same := next((earlier for earlier in earlier_files if _have_same_bytes(earlier, file)), None):
            yield _describe_repeated_file(file, same)
        else:
            earlier_files.append(file)


def _hash_bytes(path: Path) -> bytes:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "blake2b").digest()


def _have_same_bytes(one: TableFile, other: TableFile) -> bool:
    """Whether two files are byte for byte the same; two sheets of one workbook are not."""
    is_possible = one.path != other.path and _is_on_disk(one.path) and _is_on_disk(other.path)
    is_same_sheet = one.table.sheets == other.table.sheets
    return is_possible and is_same_sheet and filecmp.cmp(one.path, other.path, shallow=False)


def _hash_texts(file: TableFile) -> int:
    """A number that is the same for files in which the same texts stand as often in each column of one name."""
    names = file.column_names
    return hash(frozenset((name, _hash_column(file, name)) for name in names if names.count(name) == 1))


def _hash_column(file: TableFile, name: str) -> int:
    place = file.column_names.index(name)
    if file.grid:
        return hash(frozenset(file.grid.column_spans(place).text_counts().items()))
    return hash(frozenset(Counter(row[place].strip() for row in file.records.rows).items()))


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
