"""Which rows of a table are new, gone or changed since a report was frozen, told by their marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from roundtable_cli.comparison.freezing import row_marks
from roundtable_cli.comparison.freezing.frozen_report import FileMarks, FrozenReport
from roundtable_cli.errors import RowPlace
from roundtable_cli.tables.source import Source

NO_CHANGES: Mapping[tuple[str, ...], tuple[RowPlace, ...]] = MappingProxyType({})


class TableChanges(NamedTuple):
    """What has changed in a table.

    `added` and `changed` rows are told by their places in the files of today, changed ones by the columns that differ;
    `removed` ones by their places in the files of then. Where rows can't be compared, `is_unmarked` says that the
    files differ, and no more is known.
    """

    table: str
    added: tuple[RowPlace, ...] = ()
    removed: tuple[RowPlace, ...] = ()
    changed: Mapping[tuple[str, ...], tuple[RowPlace, ...]] = NO_CHANGES
    is_unmarked: bool = False

    @property
    def changed_columns(self) -> dict[str, int]:
        """In how many rows each column has changed."""
        counts: dict[str, int] = {}
        for columns, places in self.changed.items():
            for name in columns:
                counts[name] = counts.get(name, 0) + len(places)
        return counts

    @property
    def changed_rows(self) -> tuple[RowPlace, ...]:
        """All rows in which anything has changed."""
        return tuple(place for places in self.changed.values() for place in places)


def compare_tables(
    report: FrozenReport, sources: Mapping[str, Source], digests: Mapping[str, Sequence[str]], secret: bytes | None
) -> dict[str, TableChanges]:
    """What has changed in each table of a report; tables whose files are the same, byte for byte, are not in it.

    `digests` are those of each table's files today. Without the `secret` of the marks, rows can't be compared.
    """
    changes = dict[str, TableChanges]()
    for name in dict.fromkeys(file.table for file in report.files if file.table):
        kept = [file.sha256 for file in report.files if file.table == name]
        if sorted(kept) == sorted(digests.get(name, ())) and all(kept):
            continue
        marks = [of_file for of_file in report.tables if of_file.table == name]
        if secret is None or name not in sources or not can_compare_rows(marks, sources[name]):
            changes[name] = TableChanges(name, is_unmarked=True)
        else:
            changes[name] = compare_rows(marks, sources[name], secret)
    return changes


def can_compare_rows(marks: Iterable[FileMarks], source: Source) -> bool:
    """Whether the rows of a table have marks, by the key that it has today."""
    is_marked = all(not of_file.is_blocks and of_file.key == source.table.primary_key for of_file in marks)
    return is_marked and not row_marks.is_too_large(source)


def compare_rows(marks: Sequence[FileMarks], source: Source, secret: bytes) -> TableChanges:
    """What has changed in a table whose rows have marks. A column that only one of the two has changes no row."""
    old_columns = marks[0].columns if marks else ()
    known = {*row_marks.list_marked_columns(source)}
    columns = [name for name in old_columns if name in known]
    positions = [old_columns.index(name) for name in columns]
    old = {mark.key: mark for mark in row_marks.read_marks(marks)}
    new = {mark.key: mark for mark in row_marks.mark_rows(source, columns, source.table.primary_key, secret)}
    changed = dict[tuple[str, ...], list[RowPlace]]()
    for key in old.keys() & new.keys() if source.table.primary_key else ():
        pairs = zip(columns, positions, new[key].cells, strict=True)
        if differing := tuple(name for name, index, cell in pairs if old[key].cells[index] != cell):
            changed.setdefault(differing, []).append(_place_of(new[key]))
    return TableChanges(
        source.table.name,
        tuple(_place_of(mark) for key, mark in new.items() if key not in old),
        tuple(_place_of(mark) for key, mark in old.items() if key not in new),
        {names: tuple(sorted(places)) for names, places in sorted(changed.items())},
    )


def _place_of(mark: row_marks.RowMark) -> RowPlace:
    return mark.file, mark.row
