"""All that is wrong with files, or with a project: reports on what each file is, and findings, nothing refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from roundtable_cli.checking import examination
from roundtable_cli.checking.examination import CheckProgressCallback, CheckStep, CheckTask, Report
from roundtable_cli.errors import ERROR, Finding, Refused
from roundtable_cli.tables.reading import open_files
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import STDIN, Table


def check_project(
    sources: Mapping[str, Source],
    definitions: str,
    acts: Iterable[Callable[[], object]],
    doubts: CheckStep,
    watch: CheckProgressCallback | None = None,
) -> list[Report]:
    """The reports on the files of a project, and one on the file of its definitions if they err.

    What `acts` by the definitions are refused with, and what `doubts` finds in the rows of a file, stands in the report
    on that file.
    """
    looks = [look for source in sources.values() if source.files for look in _examine_table(source, sources)]
    looks.append(CheckTask(lambda: Report(definitions), (*(partial(_discard_result, act) for act in acts), doubts)))
    *reports, last = examination.run_check_tasks(looks, watch)
    labels = {report.file for report in reports}
    reports = [_with_findings(report, (one for one in last.findings if one.file == report.file)) for report in reports]
    rest = tuple(finding for finding in last.findings if finding.file not in labels)
    return [*reports, last._replace(findings=rest)] if rest else reports


def _discard_result(act: Callable[[], object]) -> None:
    """What it is refused with is found; what it gives is not asked for."""
    act()


def _with_findings(report: Report, findings: Iterable[Finding]) -> Report:
    """A report with what the definitions say of its file; what is an error to them is no warning too."""
    found = (*report.findings, *findings)
    errors = {finding for finding in found if finding.severity == ERROR}
    told = (one for one in found if one in errors or one._replace(severity=ERROR) not in errors)
    return report._replace(findings=examination.sort_findings(told))


def check_files(paths: Iterable[Path], watch: CheckProgressCallback | None = None) -> list[Report]:
    """The reports on files alone, on each sheet of a workbook. Raises OSError where a path can't be opened."""
    looks = []
    for path in paths:
        if path != STDIN and not path.is_fifo():  # a pipe can be opened only once
            path.open("rb").close()
        for table in _tables_in_file(path):
            source = Source(table, path.parent)
            looks.append(examination.plan_file_checks(source.files[path], *examination.plan_quality_checks(source)))
    return examination.run_check_tasks(looks, watch)


def _examine_table(source: Source, sources: Mapping[str, Source]) -> Iterator[CheckTask]:
    """An examination of each file; what is of the whole table is told with the first."""
    first, *others = source.files.values()
    yield examination.plan_file_checks(
        first, *examination.plan_schema_checks(source, sources), *examination.plan_quality_checks(source)
    )
    yield from map(examination.plan_file_checks, others)


def _tables_in_file(path: Path) -> list[Table]:
    """The tables of a file; where they can't be told, the report on the file says why."""
    try:
        return open_files.list_file_tables(path)
    except Refused:
        return [Table(open_files.table_name_from_path(path), (path,))]
