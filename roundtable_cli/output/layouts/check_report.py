"""What a check found, as lines to read and as data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from roundtable_cli.errors import ERROR, finding_lines

if TYPE_CHECKING:
    from roundtable_cli.checking.check_run import Report
    from roundtable_cli.output.language.words import LanguageWords


FINDING_KEYS = ("severity", "code", "row", "column", "message")


def check_report_json(reports: Sequence[Report]) -> str:
    """An array of one object per file."""
    objects = []
    for report in reports:
        findings = [{key: getattr(finding, key) for key in FINDING_KEYS} for finding in report.findings]
        objects.append(report._asdict() | {"findings": findings})
    return json.dumps(objects, ensure_ascii=False, indent=1) + "\n"


def check_report_text(reports: Sequence[Report], words: LanguageWords) -> str:
    """A line on how each file was read, then a line for each finding: the first ten of a kind, and a count of more."""
    lines = []
    for report in reports:
        lines += [_file_heading(report, words), *(f"  {line}" for line in finding_lines(report.findings))]
    return "".join(f"{line}\n" for line in lines)


def _file_heading(report: Report, words: LanguageWords) -> str:
    """`grants.csv: 7 rows, 4 columns; cp1251, ";"; 0 errors, 2 warnings`."""
    size = f"{words('rows', report.rows)}, {words('columns', report.columns)}" if report.rows is not None else ""
    delimiter = words("tabs") if report.delimiter == "\t" else f'"{report.delimiter}"' if report.delimiter else ""
    header = words("header-in", row=report.header_row) if (report.header_row or 1) > 1 else ""
    reading = ", ".join(filter(None, (report.encoding, delimiter, header)))
    errors = sum(finding.severity == ERROR for finding in report.findings)
    counts = f"{words('errors', errors)}, {words('warnings', len(report.findings) - errors)}"
    result = counts if report.findings else words("nothing-wrong")
    return f"{report.file}: " + "; ".join(filter(None, (size, reading, result)))
