"""Two files of a table compared: what the numbers would be with one, and with the other, and why."""

from __future__ import annotations

import secrets
from pathlib import Path

from roundtable_cli.comparison.causes import project_states
from roundtable_cli.comparison.compared_project import ComparedProject, ProgressCallback
from roundtable_cli.comparison.freezing import report_freezing
from roundtable_cli.comparison.report_comparison import ReportComparison
from roundtable_cli.comparison.report_diff import compare_with_project
from roundtable_cli.errors import Finding, Refused
from roundtable_cli.finding_codes import USAGE
from roundtable_cli.indicators.definitions.definition_reach import find_definition_reach
from roundtable_cli.locate import check_table_file


def compare_files(
    project: ComparedProject,
    files: tuple[Path, Path],
    table: str,
    period: str | None = None,
    report_progress: ProgressCallback | None = None,
) -> ReportComparison:
    """The headline indicators that read a table, with the first file and with the second one, and the causes.

    Where the first is one of the table's files, the others stay; else each is the whole table. Nothing is written.
    Refused where a file is not there, where no indicator reads the table, and as `compute` refuses.
    """
    for file in files:
        check_table_file(file)
    old, new = (project_states.exchange_file(project, table, files[0], file) for file in files)
    codes = [code for code in project.framework.choose_codes(()) if _reads_table(project, code, table)]
    if not codes:
        fault = f'no headline indicator reads the table "{table}"'
        raise Refused(Finding(USAGE, fault, "name another table", column="--table"))
    name = report_freezing.choose_period(project.framework, period, period)[1] if period else ""
    secret = secrets.token_bytes(32)  # the marks are forgotten with the comparison
    report = report_freezing.build_report(old, "", name, codes, lambda: secret, report_progress)
    comparison = compare_with_project(report, new, secret, report_progress, earlier=old)
    return comparison._replace(new_codes=(), files=(str(files[0]), str(files[1])), table=table)


def _reads_table(project: ComparedProject, code: str, table: str) -> bool:
    return table in find_definition_reach(project.framework, [code], tables=project.package.tables).tables
