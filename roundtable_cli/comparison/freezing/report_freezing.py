"""The report of a project as it is now: computed, and kept with what it rests on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from roundtable_cli.comparison.compared_project import ComparedProject, ProgressCallback
from roundtable_cli.comparison.freezing import frozen_file, marking_key, row_marks
from roundtable_cli.comparison.freezing.frozen_report import (
    FrozenFile,
    FrozenReport,
    FrozenTracking,
    FrozenValue,
    freeze_number,
)
from roundtable_cli.errors import Finding, Refused
from roundtable_cli.file_identity import is_inside
from roundtable_cli.finding_codes import USAGE
from roundtable_cli.indicators.definitions.definition_reach import find_definition_reach
from roundtable_cli.indicators.definitions.framework import ResultsFramework
from roundtable_cli.indicators.tracking.status import Tracked
from roundtable_cli.parser_faults import read_utf8_text
from roundtable_cli.program_version import __version__
from roundtable_cli.tables.package.package_reader import PACKAGE_FILE
from roundtable_cli.tables.reading import urls


def freeze_project(
    project: ComparedProject, name: str, period: str | None, report_progress: ProgressCallback | None = None
) -> FrozenReport:
    """The report of a project for a period, or where none is given for the one that its name is; "" is all records.

    The name of a last period is the period's own. Refused as `compute` refuses, and where the name can't be kept.
    """
    name, period = choose_period(project.framework, name, period)
    frozen_file.report_path(project.folder, name)
    obtain_secret = partial(marking_key.obtain_key, project.folder)
    return build_report(project, name, period, project.framework.choose_codes(()), obtain_secret, report_progress)


def build_report(  # noqa: PLR0913, PLR0917 - all that a report depends on
    project: ComparedProject,
    name: str,
    period: str,
    codes: Sequence[str],
    obtain_secret: Callable[[], bytes],
    report_progress: ProgressCallback | None = None,
) -> FrozenReport:
    """The report of some indicators. The secret of the marks is obtained once all values are there."""
    framework, language = project.framework, project.framework.languages[0]
    with project:
        values = [*compute_values(project, codes, period, report_progress)]
        tracking = project.track(codes, period=period or None, report_progress=report_progress)
        secret = obtain_secret()
        reached = find_definition_reach(framework, codes, tables=project.package.tables).tables
        sources = [project.sources[table] for table in project.package.tables if table in reached]
        marks = [of_file for source in sources for of_file in row_marks.mark_table(source, secret)]
    return FrozenReport(
        name,
        period,
        framework.title(language),
        __version__,
        marking_key.name_key(secret),
        {code: framework.indicators[code].label(language) for code in codes},
        tuple(values),
        tuple(map(freeze_tracking, tracking)),
        dict(_read_definitions(project)),
        tuple(_list_files(project, reached)),
        tuple(marks),
    )


def choose_period(framework: ResultsFramework, name: str, period: str | None) -> tuple[str, str]:
    """The name and the period of a report. Refused where a name looks like a period and is none."""
    text = name if period is None else period
    try:
        found = framework.reporting_period(text).name
    except ValueError as error:
        if period is not None:
            raise Refused(Finding(USAGE, str(error), column="--period")) from None
        if name[:1].isdigit():
            remedy = f"correct it, or say of which period the report is: rt-stats freeze {name} --period 2018Q4"
            raise Refused(Finding(USAGE, str(error), remedy)) from None
        return name, ""
    return (found, found) if period is None else (name, found)


def compute_values(
    project: ComparedProject, codes: Iterable[str], period: str, report_progress: ProgressCallback | None = None
) -> Iterator[FrozenValue]:
    """The values of some indicators, each with its total and with the categories that it is to be broken down by."""
    indicators, language = project.framework.indicators, project.framework.languages[0]
    codes = [code for code in codes if code in indicators]
    names = dict.fromkeys(name for code in codes for name in indicators[code].disaggregate)
    asked = [((), codes), *(((name,), [c for c in codes if name in indicators[c].disaggregate]) for name in names)]
    known: dict[str, list[FrozenValue]] = {code: [] for code in codes}
    for by, some in asked:
        results = (
            project.compute(some, by=by, period=period or None, top=0, report_progress=report_progress) if some else ()
        )
        for result in results:
            if bool(result.cell) == bool(by):
                known[result.code].append(FrozenValue.from_result(result, language))
    for code in codes:
        yield from known[code]


def freeze_tracking(line: Tracked) -> FrozenTracking:
    """A line of the tracking table, as it is kept."""
    return FrozenTracking(
        line.indicator.code,
        freeze_number(line.to_date),
        freeze_number(line.baseline),
        freeze_number(line.milestone),
        freeze_number(line.target),
        freeze_number(line.achievement),
        freeze_number(line.milestone_met),
        line.status,
    )


def _read_definitions(project: ComparedProject) -> Iterator[tuple[str, str]]:
    """The texts of the two files of definitions, as far as they are there."""
    for path in (project.definitions_path, project.folder / PACKAGE_FILE):
        if path.is_file():
            yield path.name, read_utf8_text(path, [])


def _list_files(project: ComparedProject, tables: Iterable[str]) -> Iterator[FrozenFile]:
    """The files of some tables and of the plan, each with the digest of its content."""
    known = {*tables}
    named = [(name, path) for name, table in project.package.tables.items() if name in known for path in table.paths]
    if project.framework.plan:
        named.append(("", project.folder / project.framework.plan))
    for table, path in named:
        if url := urls.url_from_path(path):
            yield FrozenFile(table, url)
        elif path.is_file():
            yield FrozenFile(table, name_in_folder(path, project.folder), digest_file(path))


def name_in_folder(path: Path, folder: Path) -> str:
    """A file's path in a project folder; its name alone where it is outside, as paths of a machine are private."""
    return path.resolve().relative_to(folder.resolve()).as_posix() if is_inside(path, folder) else path.name


def digest_file(path: Path) -> str:
    """The SHA-256 of a file's content, as sha256sum prints it."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
