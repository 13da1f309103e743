"""Reports as Markdown."""

from __future__ import annotations

from roundtable_cli.output.formats.reports.markdown_report import write_markdown_report
from roundtable_cli.output.page import Page, PageTable
from roundtable_cli.output.report_document import ReportDocument, ReportSection


def test_headings_and_tables() -> None:
    """Each section has a heading of its level, the titles of its tables one below it, and all is escaped."""
    table = PageTable(("a", "b"), (("x|y", "1"),), "T")
    sections = (
        ReportSection("One", Page(lines=("text",))),
        ReportSection("Two *", Page(tables=(table,), notes=("n",)), level=3),
    )
    text = write_markdown_report(ReportDocument("en", "Title", ("line",), sections))
    lines = [line for line in text.split("\n") if line]
    assert lines[:5] == ["# Title", "line  ", "## One", "text  ", "### Two \\*"]
    assert lines[5] == "#### T"
    assert "| x\\|y" in text
    assert lines[-1] == "- n"
