"""Where the rows of a table stand in its files, and the rows there that are no records."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from roundtable_cli.finding_codes import NOTE_ROW, REPEATED_HEADER, TITLE_ROW, TOTAL_ROW
from roundtable_cli.indicators.explaining.explained_rows import RowLocation
from roundtable_cli.tables.source import Source

_KINDS = {TOTAL_ROW: "total", NOTE_ROW: "note", REPEATED_HEADER: "headings", TITLE_ROW: "headings"}
_BLANK = "blank-row"


class NoRecordRow(NamedTuple):
    """A row of a file that is no record: which file, its number there, and the word for what it is."""

    file: int
    number: int
    kind: str


class RecordPlaces:
    """The places of a table's records, and the rows between and below them that are no records."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._starts, self._numbers, self._labels = list[int](), array("q"), list[str]()
        if not source.is_key_table:
            self._read_places()
        self.names = [*map(self._name_file, range(len(self._labels)))]
        self.no_records = [] if source.is_key_table else sorted(self._find_no_records())

    def _read_places(self) -> None:
        label, last = None, 0
        for own_label, number in self._source.row_places():
            if own_label != label or number <= last:
                self._starts.append(len(self._numbers))
                self._labels.append(own_label)
            label, last = own_label, number
            self._numbers.append(number)
        # A file without any record has its place too: all of its rows may be no records.
        for own_label in self._source.file_labels:
            if own_label not in self._labels:
                self._starts.append(len(self._numbers))
                self._labels.append(own_label)

    def _name_file(self, index: int) -> RowLocation:
        sheets = {file.label: file.table.sheet for file in self._source.files}
        label = self._labels[index]
        sheet = sheets.get(label, "")
        return RowLocation(label.removesuffix(f" [{sheet}]"), sheet)

    def locate(self, ordinal: int) -> RowLocation:
        """The place of a record by its ordinal."""
        if not self._numbers:
            return RowLocation(self._source.table.name)
        return self.names[self.file_of(ordinal)]._replace(row=self._numbers[ordinal])

    def file_of(self, ordinal: int) -> int:
        """The number of the file, from 0, that holds a record."""
        return bisect_right(self._starts, ordinal) - 1 if self._starts else 0

    def locate_no_record(self, row: NoRecordRow) -> RowLocation:
        """The place of a row that is no record."""
        return self.names[row.file]._replace(row=row.number)

    def _find_no_records(self) -> Iterator[NoRecordRow]:
        ends = [*self._starts[1:], len(self._numbers)]
        headers = {file.label: file.header_row for file in self._source.files}
        left_out = dict[str, dict[int, str]]()
        for finding in self._source.left_out_findings:
            left_out.setdefault(finding.file, {})[finding.row or 0] = _KINDS.get(finding.code, "note")
        for index, (label, start, end) in enumerate(zip(self._labels, self._starts, ends, strict=True)):
            own = left_out.get(label, {})
            yield from (NoRecordRow(index, number, kind) for number, kind in own.items())
            for number in _find_gaps(headers.get(label, 0), self._numbers[start:end], [*own]):
                yield NoRecordRow(index, number, _BLANK)


def _find_gaps(header_row: int, numbers: Sequence[int], others: Sequence[int]) -> Iterator[int]:
    """The numbers of the blank rows: those from the headings to the last filled row that no filled row has."""
    last = max(numbers[-1] if numbers else header_row, *others, header_row)
    if last - header_row == len(numbers) + len(others):
        return
    filled = {*numbers, *others}
    yield from (number for number in range(header_row + 1, last) if number not in filled)
