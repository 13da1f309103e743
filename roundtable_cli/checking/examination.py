"""What a file is, and all that is wrong with its rows: told, not refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from roundtable_cli.errors import (
    BLANK_LABEL,
    DUPLICATE_LABEL,
    DUPLICATE_ROW,
    ERROR,
    FORMULA_ERROR,
    NO_ROWS,
    WARNING,
    Finding,
    Refused,
)
from roundtable_cli.tables.checks import ambiguous_columns, cell_checks, key_constraints
from roundtable_cli.tables.profiling import column_profile, personal_data
from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.quality import quality_warnings
from roundtable_cli.tables.reading.table_file import TableFile
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


CheckStep = Callable[[], Iterable[Finding] | None]  # one look at a file or table; refused or not, its findings are told
CheckProgressCallback = Callable[[int, int], None]  # is told how many steps of how many are done


class CheckTask(NamedTuple):
    """What is to be looked at for one report, and the report without its findings."""

    report: Callable[[], Report]
    steps: tuple[CheckStep, ...]


def run_check_tasks(examinations: Sequence[CheckTask], watch: CheckProgressCallback | None = None) -> list[Report]:
    """The reports, in order; `watch` is told after each step."""
    reports, done, total = list[Report](), 0, sum(len(one.steps) for one in examinations)
    for one in examinations:
        findings = list[Finding]()
        for step in one.steps:
            findings += _findings_of_step(step)
            done += 1
            if watch:
                watch(done, total)
        reports.append(one.report()._replace(findings=sort_findings(findings)))
    return reports


def plan_file_checks(file: TableFile, *others: CheckStep) -> CheckTask:
    """How a file is written, and what is wrong with its header and its rows; and other steps over its table."""
    looks = (_reading_errors, _formula_errors, _header_warnings, _no_rows_warning, _file_decisions, _duplicate_rows)
    return CheckTask(partial(_make_file_report, file), (*(partial(look, file) for look in looks), *others))


def plan_schema_checks(source: Source, sources: Mapping[str, Source]) -> tuple[CheckStep, ...]:
    """What is wrong with the cells of a table: types and constraints of its declared fields, and its keys."""
    names = _value_or_none(lambda: source.column_names) or []
    declared = {field.name: field for field in source.table.fields or ()}
    steps: list[CheckStep] = [
        partial(_check_typed_column, source, field) for name, field in declared.items() if name in names
    ]
    if source.table.primary_key and {*source.table.primary_key} <= {*names}:
        steps.append(partial(key_constraints.check_primary_key, source))
    for key in source.table.foreign_keys:
        if {*key.fields} <= {*names} and key.resource in sources:
            steps.append(partial(key_constraints.check_foreign_key, source, key, sources[key.resource]))
    return tuple(steps)


def plan_quality_checks(source: Source) -> tuple[CheckStep, ...]:
    """What is unlikely in the cells of a table, though no rule forbids it; and what can be read in two ways.

    Each column is counted by a step of its own, and the last looks at all of them.
    """
    columns, names = (
        dict[str, ColumnProfile](),
        _value_or_none(lambda: column_profile.unique_header_names(source)) or [],
    )
    return (
        *(partial(_profile_column, columns, source, name) for name in names),
        partial(_quality_warnings, columns, source),
    )


def _make_file_report(file: TableFile) -> Report:
    """How a file was read, and how much it holds."""
    names = _value_or_none(lambda: file.column_names)
    return Report(
        file=file.label,
        encoding=_value_or_none(lambda: file.encoding_name),
        delimiter=_value_or_none(lambda: file.delimiter),
        header_row=_value_or_none(lambda: file.header_row),
        rows=_value_or_none(lambda: file.record_count),
        columns=None if names is None else len(names),
    )


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, errors before warnings, else in the order found."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: finding.severity != ERROR))


def _reading_errors(file: TableFile) -> Iterator[Finding]:
    yield from file.damage_findings
    yield from file.row_findings


def _formula_errors(file: TableFile) -> Iterator[Finding]:
    """Cells in which a spreadsheet shows an error in place of a formula's value."""
    for number, column, text in file.error_cells():
        fault = f'"{text}" {formula_errors.describe_formula_error(text)}'
        yield file.error_finding(FORMULA_ERROR, fault, formula_errors.FORMULA_REMEDY, number, file.column_names[column])


def _no_rows_warning(file: TableFile) -> Iterator[Finding]:
    """A header alone is a table, and seldom the one that was meant."""
    if not file.record_count:
        yield file.warning_finding(
            NO_ROWS, "there is no record below the header", "export it again, if there should be some"
        )


def _file_decisions(file: TableFile) -> Iterator[Finding]:
    return file.decision_warnings()


def _check_typed_column(source: Source, field: Field) -> None:
    """Reads a column, and is refused with its faults."""
    if source.bulk_grids:
        from roundtable_cli.tables.engines.pandas import vectorized  # small tables do without

        if vectorized.read_bulk_column(source, field) is not None:
            return
    cell_checks.read_checked_values(source, field)


def _header_warnings(file: TableFile) -> Iterator[Finding]:
    """Columns that no definition can name: without a name, or with one that another has too."""
    for position, name in enumerate(file.column_names, 1):
        if not name:
            fault, remedy = f"column {position} has no name", "name it, if a definition is to use it"
            yield file.warning_finding(BLANK_LABEL, fault, remedy, file.header_row)
    for name, times in Counter(file.column_names).items():
        if name and times > 1:
            fault, remedy = f'{times} columns are called "{name}"', "rename all but one, if a definition is to use it"
            yield file.warning_finding(DUPLICATE_LABEL, fault, remedy, file.header_row)


def _duplicate_rows(file: TableFile) -> Iterator[Finding]:
    """Rows that are the same as an earlier one in every cell."""
    for number, earlier in file.repeated_rows():
        remedy = "take it out, if nothing happened twice"
        yield file.warning_finding(DUPLICATE_ROW, f"the row is the same as row {earlier}", remedy, number)


def _profile_column(columns: dict[str, ColumnProfile], source: Source, name: str) -> None:
    columns[name] = column_profile.profile_column(source, source.get_field(name))


def _quality_warnings(columns: dict[str, ColumnProfile], source: Source) -> Iterator[Finding]:
    """What can be read in two ways, then what is suspect; nothing where not all columns could be counted."""
    if [*columns] != column_profile.unique_header_names(source):
        return
    columns = _hide_personal_values(columns, source)
    for column in columns.values():
        if column.field.ambiguous:
            yield ambiguous_columns.describe_ambiguity(source, column.field)._replace(severity=WARNING)
    yield from quality_warnings.find_quality_warnings(columns)
    source.span_cache.clear()


def _hide_personal_values(columns: Mapping[str, ColumnProfile], source: Source) -> dict[str, ColumnProfile]:
    """Columns as they may be told of: without a declared field, one that looks personal shows no value."""
    names = personal_data.find_personal_columns(source.table.name, columns)
    hidden = {name for name in names if columns[name].field.inferred}
    return {name: column.as_personal() if name in hidden else column for name, column in columns.items()}


def _findings_of_step(step: CheckStep) -> Iterator[Finding]:
    """The findings that a step gives, or is refused with."""
    try:
        yield from step() or ()
    except Refused as refused:
        yield from refused.findings


def _value_or_none(ask: Callable[[], Any]) -> Any:
    """What a file says of itself; nothing, where that is refused."""
    try:
        return ask()
    except Refused:
        return None
