"""What a check found, as lines to read and as data: the lines join rows with the same fault, the data does not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from roundtable_cli.errors import ERROR, finding_lines, lines_in_file
from roundtable_cli.visible_text import json_escaped, visible_line

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
    return json_escaped(json.dumps(objects, ensure_ascii=False, indent=1)) + "\n"


def check_report_text(reports: Sequence[Report], words: LanguageWords) -> str:
    """For each file a heading that says how it was read, and its findings below, which name only other files."""
    lines = []
    for report in reports:
        here = [finding for finding in report.findings if finding.file == report.file]
        elsewhere = [finding for finding in report.findings if finding.file != report.file]
        found = (*lines_in_file(here), *finding_lines(elsewhere))
        lines += [_file_heading(report, words), *(f"  {line}" for line in found)]
    return "".join(f"{visible_line(line)}\n" for line in lines)


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
