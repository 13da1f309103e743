"""A report as it was sent: its values, and what they rested on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from roundtable_cli.indicators.results import CellKey, Result, ResultValue
from roundtable_cli.tables.values import numerals

FORMAT_VERSION = 1  # of the file; one with a higher number is not understood
FrozenNumber = int | Decimal | str | None  # a value as JSON holds it: dates and texts are texts


class FrozenValue(NamedTuple):
    """A reported value, with the counts of the rows behind it; in a `cell` of one category, or `()` for the total.

    One that `is_hidden` would tell what few people have. `people` says of how many it is, where personal values are
    added up.
    """

    code: str
    cell: CellKey
    value: FrozenNumber
    unit: str = ""
    rows: int | None = None
    repeats: int | None = None
    missing: int | None = None
    outside: int | None = None
    people: int | None = None
    is_hidden: bool = False

    @classmethod
    def from_result(cls, result: Result, language: str) -> FrozenValue:
        """The value of a computation, as it is kept."""
        counts, size = result.counts, result.size
        kept = (counts.rows, counts.repeats, counts.missing, counts.outside, size.people if size else None)
        return cls(
            result.code, result.cell, freeze_number(result.value), result.unit(language), *kept, result.is_hidden
        )


class FrozenTracking(NamedTuple):
    """A line of the tracking table for the period of the report."""

    code: str
    to_date: FrozenNumber = None
    baseline: FrozenNumber = None
    milestone: FrozenNumber = None
    target: FrozenNumber = None
    achievement: FrozenNumber = None
    milestone_met: FrozenNumber = None
    status: str = ""


class FrozenFile(NamedTuple):
    """A file that the values rest on; the plan has no table, and a remote file no digest."""

    table: str = ""
    file: str = ""
    sha256: str = ""


class FileMarks(NamedTuple):
    """The marks of the rows of one file of a table, in their order, or of its blocks where `is_blocks`.

    A mark of a row is its number, as a spreadsheet counts, the mark of its key, and, where the table has a key, a mark
    for each of the `columns`.
    """

    table: str
    file: str
    columns: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    is_blocks: bool = False


class FrozenReport(NamedTuple):
    """A report, by the name that it was given.

    `period` is "" for all records. `labels` are those of the indicators, by their codes. `definitions` are the texts of
    the files of definitions, by name. `key_id` tells which secret the rows were marked with. `program` is the version
    of rt-stats that computed the values.
    """

    name: str
    period: str
    title: str
    program: str
    key_id: str
    labels: Mapping[str, str]
    values: tuple[FrozenValue, ...]
    tracking: tuple[FrozenTracking, ...]
    definitions: Mapping[str, str]
    files: tuple[FrozenFile, ...]
    tables: tuple[FileMarks, ...]

    @property
    def marked_rows(self) -> int:
        """How many rows have a mark of their own."""
        return sum(len(marks.marks) for marks in self.tables if not marks.is_blocks)

    @property
    def block_tables(self) -> tuple[str, ...]:
        """The tables that are too large for a mark of each row."""
        return tuple(dict.fromkeys(marks.table for marks in self.tables if marks.is_blocks))

    def to_mapping(self) -> dict[str, Any]:
        """The report as JSON holds it: what is empty is left out of its items."""
        return {
            "frozen_report": FORMAT_VERSION,
            "name": self.name,
            "period": self.period,
            "title": self.title,
            "program": self.program,
            "key_id": self.key_id,
            "labels": dict(self.labels),
            "values": [_value_item(value) for value in self.values],
            "tracking": [_filled(line) for line in self.tracking],
            "definitions": {name: text.split("\n") for name, text in self.definitions.items()},
            "files": [_filled(file) for file in self.files],
            "tables": [_filled(marks) for marks in self.tables],
        }

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> FrozenReport:
        """The report that a file holds. Raises KeyError, TypeError or AttributeError where it has another form."""
        return cls(
            **{name: mapping[name] for name in ("name", "period", "title", "program", "key_id", "labels")},
            values=tuple(FrozenValue(**item | {"cell": tuple(item["cell"].items())}) for item in mapping["values"]),
            tracking=tuple(FrozenTracking(**item) for item in mapping["tracking"]),
            definitions={name: "\n".join(lines) for name, lines in mapping["definitions"].items()},
            files=tuple(FrozenFile(**item) for item in mapping["files"]),
            tables=tuple(
                FileMarks(**{name: _as_tuple(kept) for name, kept in item.items()}) for item in mapping["tables"]
            ),
        )


def freeze_number(value: ResultValue) -> FrozenNumber:
    """A value as JSON keeps it, with all its digits, so that the same value read again is equal to it."""
    if isinstance(value, float):
        return Decimal(numerals.write_float(value))
    return value.isoformat() if isinstance(value, date) else value


def _value_item(value: FrozenValue) -> dict[str, object]:
    """A value with its cell as a mapping; a value that is not there is told as null."""
    return {"code": value.code, "cell": dict(value.cell), "value": value.value} | _filled(value._replace(cell=()))


def _filled(item: NamedTuple) -> dict[str, object]:
    """What an item holds, without what is not there; 0 is there."""
    kept: dict[str, object] = item._asdict()
    return {name: value for name, value in kept.items() if value not in (None, "", ()) and value is not False}


def _as_tuple(kept: Any) -> Any:
    return tuple(kept) if isinstance(kept, list) else kept
