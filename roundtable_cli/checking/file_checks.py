"""What is wrong with one file: with the way it is written, its column headings, and its rows as they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar

from roundtable_cli.checking.check_run import CheckStep, CheckTask, Report, one_step, plan_steps
from roundtable_cli.errors import Finding, Refused
from roundtable_cli.finding_codes import BLANK_LABEL, DUPLICATE_LABEL, FORMULA_ERROR
from roundtable_cli.tables import header_schema
from roundtable_cli.tables.reading.table_file import TableFile
from roundtable_cli.tables.values import formula_errors

Answer = TypeVar("Answer")


def plan_file_checks(file: TableFile, other_steps: Iterable[CheckStep] = ()) -> CheckTask:
    """All checks of a file, and other steps whose findings belong into the report on it."""
    return CheckTask(partial(_make_file_report, file), [*plan_steps(FILE_CHECKS, file), *other_steps])


def value_or_none(ask: Callable[[], Answer]) -> Answer | None:
    """What `ask` gives; None where it is refused, which is told elsewhere."""
    try:
        return ask()
    except Refused:
        return None


def _make_file_report(file: TableFile) -> Report:
    names = value_or_none(lambda: file.column_names)
    return Report(
        file=file.label,
        encoding=value_or_none(lambda: file.encoding_name),
        delimiter=value_or_none(lambda: file.delimiter),
        header_row=value_or_none(lambda: file.header_row),
        rows=value_or_none(lambda: file.record_count),
        columns=None if names is None else len(names),
    )


def _find_reading_errors(file: TableFile) -> Iterator[Finding]:
    yield from file.damage_findings
    yield from file.row_findings


def _find_formula_errors(file: TableFile) -> Iterator[Finding]:
    """Cells in which a spreadsheet shows an error in place of a formula's value."""
    for row, column, text in file.error_cells():
        fault = f'"{text}" {formula_errors.describe_formula_error(text)}'
        name = file.column_names[column]
        yield file.error_finding(FORMULA_ERROR, fault, formula_errors.FORMULA_REMEDY, row, name)


def _find_unusable_headings(file: TableFile) -> Iterator[Finding]:
    """Columns that no definition can name: without a heading, or with one that another column has too."""
    for position, name in enumerate(file.column_names, 1):
        if not name:
            fault, remedy = f"column {position} has no heading", "write one, if you want to use the column"
            yield file.warning_finding(BLANK_LABEL, fault, remedy, file.header_row)
    for name, times in Counter(file.column_names).items():
        if name and times > 1:
            shown = f'the heading "{name}"' if header_schema.printable_names(file.table, [name]) else "one heading"
            fault = f"{times} columns have {shown}"
            remedy = "if you want to use one of them, rename the others"
            yield file.warning_finding(DUPLICATE_LABEL, fault, remedy, file.header_row)


def _find_reading_decisions(file: TableFile) -> Iterator[Finding]:
    return file.decision_warnings()


FILE_CHECKS = (
    one_step(_find_reading_errors),
    one_step(_find_formula_errors),
    one_step(_find_unusable_headings),
    one_step(_find_reading_decisions),
)
