"""What a file is, and all that is wrong with its rows: told, not refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from roundtable_cli.errors import ERROR, WARNING, Finding, Refused
from roundtable_cli.tables.checks import cell_checks
from roundtable_cli.tables.profiling import column_profile, personal_data
from roundtable_cli.tables.profiling.column_profile import Column
from roundtable_cli.tables.quality import quality_warnings
from roundtable_cli.tables.reading.table_file import File
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import formula_errors


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


Step = Callable[[], Iterable[Finding] | None]  # one look at a file or table; refused or not, its findings are told
Watch = Callable[[int, int], None]  # is told how many steps of how many are done


class Examination(NamedTuple):
    """What is to be looked at for one report, and the report without its findings."""

    report: Callable[[], Report]
    steps: tuple[Step, ...]


def run(examinations: Sequence[Examination], watch: Watch | None = None) -> list[Report]:
    """The reports, in order; `watch` is told after each step."""
    reports, done, total = list[Report](), 0, sum(len(one.steps) for one in examinations)
    for one in examinations:
        findings = list[Finding]()
        for step in one.steps:
            findings += _raised(step)
            done += 1
            if watch:
                watch(done, total)
        reports.append(one.report()._replace(findings=ordered(findings)))
    return reports


def of_file(file: File, *others: Step) -> Examination:
    """How a file is written, and what is wrong with its header and its rows; and other steps over its table."""
    looks = (_errors, _formulas, _labels, _records, _decisions, _repeated)
    return Examination(partial(_report, file), (*(partial(look, file) for look in looks), *others))


def of_schema(source: Source, sources: Mapping[str, Source]) -> tuple[Step, ...]:
    """What is wrong with the cells of a table: types and constraints of its declared fields, and its keys."""
    names = _told(lambda: source.names) or []
    declared = {field.name: field for field in source.table.fields or ()}
    steps: list[Step] = [partial(_typed, source, field) for name, field in declared.items() if name in names]
    if source.table.primary_key and {*source.table.primary_key} <= {*names}:
        steps.append(partial(cell_checks.primary_key, source))
    for key in source.table.foreign_keys:
        if {*key.fields} <= {*names} and key.resource in sources:
            steps.append(partial(cell_checks.foreign_key, source, key, sources[key.resource]))
    return tuple(steps)


def of_cells(source: Source) -> tuple[Step, ...]:
    """What is unlikely in the cells of a table, though no rule forbids it; and what can be read in two ways.

    Each column is counted by a step of its own, and the last looks at all of them.
    """
    columns, names = dict[str, Column](), _told(lambda: column_profile.names(source)) or []
    return (*(partial(_count, columns, source, name) for name in names), partial(_unlikely, columns, source))


def _report(file: File) -> Report:
    """How a file was read, and how much it holds."""
    names = _told(lambda: file.names)
    return Report(
        file=file.label,
        encoding=_told(lambda: file.encoding_name),
        delimiter=_told(lambda: file.mark),
        header_row=_told(lambda: file.header_row),
        rows=_told(lambda: file.size),
        columns=None if names is None else len(names),
    )


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, errors before warnings, else in the order found."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: finding.severity != ERROR))


def _errors(file: File) -> Iterator[Finding]:
    yield from file.damaged
    yield from file.ragged


def _formulas(file: File) -> Iterator[Finding]:
    """Cells in which a spreadsheet shows an error in place of a formula's value."""
    for number, column, text in file.failed():
        fault = f'"{text}" {formula_errors.fault(text)}'
        yield file.finding("formula-error", fault, formula_errors.REMEDY, number, file.names[column])


def _records(file: File) -> Iterator[Finding]:
    """A header alone is a table, and seldom the one that was meant."""
    if not file.size:
        yield file.warning("no-rows", "there is no record below the header", "export it again, if there should be some")


def _decisions(file: File) -> Iterator[Finding]:
    return file.decisions()


def _typed(source: Source, field: Field) -> None:
    """Reads a column, and is refused with its faults."""
    if source.grids:
        from roundtable_cli.tables.engines.pandas import vectorized  # small tables do without

        if vectorized.column(source, field) is not None:
            return
    cell_checks.typed(source, field)


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
    for number, earlier in file.repeated():
        remedy = "take it out, if nothing happened twice"
        yield file.warning("duplicate-row", f"the row is the same as row {earlier}", remedy, number)


def _count(columns: dict[str, Column], source: Source, name: str) -> None:
    columns[name] = column_profile.column(source, source.field(name))


def _unlikely(columns: dict[str, Column], source: Source) -> Iterator[Finding]:
    """What can be read in two ways, then what is suspect; nothing where not all columns could be counted."""
    if [*columns] != column_profile.names(source):
        return
    columns = _shown(columns, source)
    for column in columns.values():
        if column.field.ambiguous:
            yield cell_checks.ambiguous(source, column.field)._replace(severity=WARNING)
    yield from quality_warnings.found(columns)
    source.kept.clear()


def _shown(columns: Mapping[str, Column], source: Source) -> dict[str, Column]:
    """Columns as they may be told of: without a declared field, one that looks personal shows no value."""
    names = personal_data.columns(source.table.name, columns)
    hidden = {name for name in names if columns[name].field.inferred}
    return {name: column.as_personal() if name in hidden else column for name, column in columns.items()}


def _raised(step: Step) -> Iterator[Finding]:
    """The findings that a step gives, or is refused with."""
    try:
        yield from step() or ()
    except Refused as refused:
        yield from refused.findings


def _told(ask: Callable[[], Any]) -> Any:
    """What a file says of itself; nothing, where that is refused."""
    try:
        return ask()
    except Refused:
        return None
