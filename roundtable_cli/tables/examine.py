"""What a file is, and all that is wrong with its rows: told, not refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from roundtable_cli.errors import ERROR, Finding, Refused
from roundtable_cli.tables import checks, formulas
from roundtable_cli.tables.records import File
from roundtable_cli.tables.source import KeySource, Source


class Report(NamedTuple):
    """How a file was read, how much it holds, and its findings, errors first. None where that could not be told."""

    file: str
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    rows: int | None = None
    columns: int | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether any finding is an error."""
        return any(finding.severity == ERROR for finding in self.findings)


def examine(file: File) -> Report:
    """The report on a file alone: how it is written, and what is wrong with its header and its rows."""
    encoding, delimiter = _told(lambda: file.encoding_name), _told(lambda: file.mark)
    header_row, names = _told(lambda: file.header_row), _told(lambda: file.names)
    rows = _told(lambda: len(file.numbered) - (file.total is not None))
    steps = (_errors, _labels, _decisions, _repeated)
    findings = [finding for step in steps for finding in _raised(partial(step, file))]
    columns = None if names is None else len(names)
    return Report(file.label, encoding, delimiter, header_row, rows, columns, ordered(findings))


def of_schema(source: Source, sources: Mapping[str, Source]) -> Iterator[Finding]:
    """What is wrong with the cells of a table: types and constraints of its declared fields, and its keys."""
    if isinstance(source, KeySource):
        return
    names = _told(lambda: source.names) or []
    declared = {field.name: field for field in source.table.fields or ()}
    for field in (field for name, field in declared.items() if name in names):
        yield from _raised(partial(checks.typed, source, field), keep=False)
    if source.table.primary_key and {*source.table.primary_key} <= {*names}:
        yield from _raised(partial(checks.primary_key, source))
    for key in source.table.foreign_keys:
        if {*key.fields} <= {*names} and key.resource in sources:
            yield from _raised(partial(checks.foreign_key, source, key, sources[key.resource]))


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, errors before warnings, else in the order found."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: finding.severity != ERROR))


def _errors(file: File) -> Iterator[Finding]:
    yield from file.damaged
    yield from file.ragged
    for number, row in file.numbered:
        if "#" in "".join(row) or "Err" in row:
            yield from _left_by_formulas(file, number, row)


def _decisions(file: File) -> Iterator[Finding]:
    return file.decisions()


def _left_by_formulas(file: File, number: int, row: Sequence[str]) -> Iterator[Finding]:
    for name, cell in zip(file.names, row, strict=False):
        if formulas.is_error(text := cell.strip()):
            yield file.finding("formula-error", f'"{text}" {formulas.fault(text)}', formulas.REMEDY, number, name)


def _labels(file: File) -> Iterator[Finding]:
    """Columns that no definition can name: without a name, or with one that another has too."""
    for position, name in enumerate(file.names, 1):
        if not name:
            fault, remedy = f"column {position} has no name", "name it, if a definition is to use it"
            yield file.warning("blank-label", fault, remedy, file.header_row)
    for name, times in Counter(file.names).items():
        if name and times > 1:
            fault, remedy = f'{times} columns are called "{name}"', "rename all but one, if a definition is to use it"
            yield file.warning("duplicate-label", fault, remedy, file.header_row)


def _repeated(file: File) -> Iterator[Finding]:
    """Rows that are the same as an earlier one in every cell."""
    first: dict[tuple[str, ...], int] = {}
    for number, row in file.numbered:
        earlier = first.setdefault(tuple(row), number)
        if earlier != number:
            remedy = "take it out, if nothing happened twice"
            yield file.warning("duplicate-row", f"the row is the same as row {earlier}", remedy, number)


def _raised(step: Callable[[], Any], keep: bool = True) -> Iterator[Finding]:
    """The findings that a step gives, or is refused with."""
    try:
        given = step()
        yield from given if keep else ()
    except Refused as refused:
        yield from refused.findings


def _told(ask: Callable[[], Any]) -> Any:
    """What a file says of itself; nothing, where that is refused."""
    try:
        return ask()
    except Refused:
        return None
