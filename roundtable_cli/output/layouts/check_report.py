"""What a check found, as lines to read and as data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from roundtable_cli.errors import ERROR, finding_lines

if TYPE_CHECKING:
    from roundtable_cli.checking.check_run import Report
    from roundtable_cli.output.language.words import LanguageWords


def check_report_json(reports: Sequence[Report]) -> str:
    """An array of an object per file."""
    keys = ("severity", "code", "row", "column", "message")
    objects = [
        one._asdict() | {"findings": [{key: getattr(finding, key) for key in keys} for finding in one.findings]}
        for one in reports
    ]
    return json.dumps(objects, ensure_ascii=False, indent=1) + "\n"


def check_report_text(reports: Sequence[Report], words: LanguageWords) -> str:
    """A line for what each file is, and one for each finding, the first ten of a kind and the count of the rest."""
    blocks = [
        "\n".join([_file_heading(one, words), *(f"  {line}" for line in finding_lines(one.findings))])
        for one in reports
    ]
    return "\n".join(blocks) + "\n" if blocks else ""


def _file_heading(one: Report, words: LanguageWords) -> str:
    """`grants.csv: 7 rows, 4 columns; cp1251, ";"; 0 errors, 2 warnings`."""
    size = f"{words('rows', one.rows)}, {words('columns', one.columns)}" if one.rows is not None else ""
    mark = {"\t": words("tabs")}.get(one.delimiter or "", f'"{one.delimiter}"') if one.delimiter else ""
    header = words("header-in", row=one.header_row) if (one.header_row or 1) > 1 else ""
    written = ", ".join(filter(None, (one.encoding, mark, header)))
    errors = sum(finding.severity == ERROR for finding in one.findings)
    found = f"{words('errors', errors)}, {words('warnings', len(one.findings) - errors)}"
    return f"{one.file}: " + "; ".join(filter(None, (size, written, found if one.findings else words("nothing-wrong"))))
