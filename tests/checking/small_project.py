"""What the tests of checks share: a project with categories and a life, and the findings of its check."""

from __future__ import annotations

from roundtable_cli import Project
from roundtable_cli.errors import Finding

TOML = """
[project]
start = 2018-01-01
end = 2018-12-31
[dimensions.sex]
column = "sex"
categories.female = { aliases = ["f", "ж"] }
categories.male = { aliases = ["m"] }
[indicators.n]
table = "t"
measure = "count"
date = "day"
"""
ROWS = "sex,day\nF,2018-01-01\nж ,2018-12-31\nm,2017-12-31\nх,2019-01-01\nх,\n,2018-06-01\n"


def findings_of(project: Project, *codes: str) -> list[Finding]:
    """The findings of these codes in all reports of a check."""
    return [finding for report in project.check() for finding in report.findings if finding.code in codes]
