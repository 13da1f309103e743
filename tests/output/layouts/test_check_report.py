"""What a check found, as lines and as JSON."""

from __future__ import annotations

import json

from roundtable_cli import Finding, Report
from roundtable_cli.finding_codes import FindingCode
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts.check_report import check_report_json, check_report_text

CODE = FindingCode("type-error")
FINDINGS = tuple(Finding(CODE, "no number", "correct it", "a.csv", row, "x") for row in range(2, 14))
REPORT = Report("a.csv", "cp1251", ";", 3, 12, 1, FINDINGS)


def test_lines() -> None:
    """The heading says how the file was read and what was found; twelve rows with the same fault are one line."""
    lines = check_report_text([REPORT], LanguageWords("en")).splitlines()
    assert lines == [
        'a.csv: 12 rows, 1 column; cp1251, ";", column headings in row 3; 12 errors, 0 warnings',
        "  12 rows (2–13), x: no number — correct it",
    ]


def test_a_file_is_named_where_the_heading_is_another() -> None:
    """What the definitions find in a file that has no report stands below its name."""
    findings = (FINDINGS[0]._replace(file="plan.csv"), FINDINGS[1]._replace(file="plan.csv", fault="is blank"))
    lines = check_report_text([REPORT._replace(findings=findings)], LanguageWords("en")).splitlines()
    assert lines[1:] == ["  plan.csv:", "    row 2, x: no number — correct it", "    row 3, x: is blank"]


def test_nothing_wrong() -> None:
    """A file without findings has one line, in the language asked for."""
    report = REPORT._replace(delimiter="\t", header_row=1, findings=())
    assert check_report_text([report], LanguageWords("en")) == "a.csv: 12 rows, 1 column; cp1251, tabs; nothing wrong\n"
    assert check_report_text([report], LanguageWords("ru")).endswith("ошибок нет\n")
    assert check_report_text([], LanguageWords("en")) == ""


def test_json() -> None:
    """An object per file, with every finding."""
    (found,) = json.loads(check_report_json([REPORT]))
    assert {key: found[key] for key in ("file", "encoding", "rows")} == {
        "file": "a.csv",
        "encoding": "cp1251",
        "rows": 12,
    }
    assert [finding["row"] for finding in found["findings"]] == [*range(2, 14)]
    assert found["findings"][0]["message"] == "no number — correct it"
