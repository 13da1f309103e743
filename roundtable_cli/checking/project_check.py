"""All checks of files alone, or of a project: a report on each file, and one on the definitions if they err."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from roundtable_cli.checking import check_run, file_checks, table_checks, undeclared_categories
from roundtable_cli.checking.check_run import CheckProgressCallback, CheckTask, Report
from roundtable_cli.checking.dates_outside_life import find_dates_outside_life
from roundtable_cli.checking.numbers_between_bands import find_numbers_between_bands
from roundtable_cli.checking.table_checks import CheckedTable
from roundtable_cli.errors import ERROR, Finding, MissingLibrary, Refused
from roundtable_cli.finding_codes import AMBIGUOUS_NUMBER, USAGE
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.computing.dated_rows.split_date_cells import find_unread_dates
from roundtable_cli.indicators.definitions.dimensions import normalize_spelling
from roundtable_cli.indicators.tracking.plan_numbers import NUMBER_COLUMNS
from roundtable_cli.tables.reading import open_files
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import STDIN, Table

DEFINITION_CHECKS = (
    check_run.one_step(undeclared_categories.find_undeclared_categories),
    check_run.one_step(find_dates_outside_life),
    check_run.one_step(find_unread_dates),
    check_run.one_step(find_numbers_between_bands),
)


def list_checked_files(paths: Iterable[Path]) -> list[Path]:
    """The files to check: in place of a folder those in it that may be tables.

    What is hidden, and what an open program keeps beside a file (`~$list.xlsx`), is passed over among others. Refused
    where a folder has no table.
    """
    named, files = [*paths], list[Path]()
    for path in named:
        if path != STDIN and path.is_dir():
            found = open_files.list_table_files(path)
            if not found:
                raise Refused(Finding(USAGE, f'there is no table in "{path}"', "name files, or another folder"))
            files += found
        else:
            files.append(path)
    shown = [path for path in files if not open_files.is_hidden_name(path.name)]
    return [*dict.fromkeys(shown or files)]


def check_files(paths: Iterable[Path], report_progress: CheckProgressCallback | None = None) -> list[Report]:
    """The reports on files alone, one for each sheet of a workbook. Raises OSError where a path can't be opened."""
    tasks = list[CheckTask]()
    for path in paths:
        if path != STDIN and not path.is_fifo():  # a pipe can be opened only once
            path.open("rb").close()
        for table in _tables_in_file(path):
            tasks += _plan_table(CheckedTable(Source(table, path.parent), {}))
    return _place_with_files(check_run.run_check_tasks(tasks, report_progress))


def check_project(
    binder: Binder, uses: Iterable[check_run.CheckStep], report_progress: CheckProgressCallback | None = None
) -> list[Report]:
    """The reports on the files of a project, and one on the file of its definitions if they err.

    `uses` are uses of the definitions, such as computing all indicators: what they give and what they are refused with
    is found. What they and the checks of definitions find in a row of a file stands in its report.
    """
    tasks = [task for table in _project_tables(binder) for task in _plan_table(table)]
    steps = [*uses, *check_run.plan_steps(DEFINITION_CHECKS, binder)]
    tasks.append(CheckTask(lambda: Report(binder.framework.file), steps))
    *reports, definitions = check_run.run_check_tasks(tasks, report_progress)
    reports = [_without_plan_doubts(report, binder.framework.plan) for report in _place_with_files(reports)]
    labels = {report.file for report in reports}
    reports = [_with_findings(report, [f for f in definitions.findings if f.file == report.file]) for report in reports]
    others = tuple(finding for finding in definitions.findings if finding.file not in labels)
    return [*reports, definitions._replace(findings=others)] if others else reports


def _without_plan_doubts(report: Report, plan: str) -> Report:
    """The report on a file; on the plan without doubts about its numbers, which are read indicator by indicator."""
    if not plan or report.file != plan:
        return report
    is_told = (one.code == AMBIGUOUS_NUMBER and one.column in NUMBER_COLUMNS for one in report.findings)
    kept = (one for one, left_out in zip(report.findings, is_told, strict=True) if not left_out)
    return report._replace(findings=tuple(kept))


def _project_tables(binder: Binder) -> Iterator[CheckedTable]:
    """The tables of a project that have files of their own, each with the spellings that the definitions list."""
    unread = Binder(binder.framework, {name: source.without_rows() for name, source in binder.sources.items()})
    declared = undeclared_categories.declared_spellings_by_column(unread)
    for name, source in binder.sources.items():
        if source.files:
            yield CheckedTable(source, binder.sources, _spelling_test(declared, name))


def _spelling_test(declared: Mapping[tuple[str, str], set[str]], table: str) -> table_checks.IsDeclaredSpelling:
    """Whether definitions list a text of a column: most columns have no list, and their texts are not normalized."""

    def is_declared(column: str, text: str) -> bool:
        spellings = declared.get((table, column), set())
        return bool(spellings) and normalize_spelling(text) in spellings

    return is_declared


def _plan_table(table: CheckedTable) -> Iterator[CheckTask]:
    """A task for each file of a table; what is found in the table as a whole is told with its first file."""
    for position, file in enumerate(table.source.files):
        steps = [partial(table_checks.find_repetitions, table, file)]
        yield file_checks.plan_file_checks(file, [*([] if position else table_checks.plan_table_checks(table)), *steps])


def _place_with_files(reports: Sequence[Report]) -> list[Report]:
    """The reports, each with what was found in its file: a table of several files tells all with its first."""
    files = Counter(report.file for report in reports)
    found = {report.file: list[Finding]() for report in reports}
    for report in reports:
        for finding in report.findings:
            found[finding.file if files[finding.file] == 1 else report.file].append(finding)
    return [
        _with_findings(report._replace(findings=()), found.pop(report.file)) if files[report.file] == 1 else report
        for report in reports
    ]


def _with_findings(report: Report, findings: Iterable[Finding]) -> Report:
    """A report with more that is found in its file; of one thing one error is told, and no warning beside it."""
    together = (*report.findings, *findings)
    errors = dict[tuple[object, ...], Finding]()
    for finding in together:
        if finding.severity == ERROR:
            errors.setdefault(_finding_place(finding), finding)
    with_rows = {one._replace(row=None) for one in together if one.row is not None}
    others = (one for one in together if one.row is not None or one not in with_rows)  # the same without its row
    warnings = (one for one in others if one.severity != ERROR and _finding_place(one) not in errors)
    return report._replace(findings=check_run.sort_findings((*errors.values(), *warnings)))


def _finding_place(finding: Finding) -> tuple[object, ...]:
    """What tells whether two findings are of one thing: of a cell one of each code, else each fault."""
    is_of_cell = finding.row is not None and finding.column
    return (finding.code, finding.file, finding.row, finding.column, "" if is_of_cell else finding.message)


def _tables_in_file(path: Path) -> list[Table]:
    """The tables of a file, hidden ones too; where they can't be told apart, the report on the file says why."""
    try:
        counted = {table.sheet for table in open_files.list_file_tables(path)}
        tables = open_files.list_file_tables(path, with_hidden=True)
        told = tables[0].passed_over  # what is passed over is told once
        own = [() if table.sheet in counted else (table.sheet,) for table in tables]
        return [
            table._replace(passed_over=(*(() if position else told), *sheets))
            for position, (table, sheets) in enumerate(zip(tables, own, strict=True))
        ]
    except MissingLibrary:
        raise
    except Refused:
        return [Table(open_files.table_name_from_path(path), (path,))]
