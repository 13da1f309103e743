"""A report before any format."""

from __future__ import annotations

from roundtable_cli.output.page import Page
from roundtable_cli.output.report_document import BarChart, ChartBar, ReportDocument, ReportSection


def test_what_nobody_sees_is_shown() -> None:
    """Right-to-left marks and control characters are shown as signs in every text of a report."""
    hidden = "a\u202eb\x1bc"
    chart = BarChart(hidden, hidden, (ChartBar(hidden, 1.0, hidden),))
    section = ReportSection(hidden, Page(lines=(hidden,)), (chart,))
    shown = repr(ReportDocument("en", hidden, (hidden,), (section,)).as_visible())
    assert "\\u202e" not in shown.replace("\\\\", "")
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_charts_are_found() -> None:
    """A report knows whether any section has a chart."""
    chart = BarChart("t", "d", (ChartBar("a", 1.0, "1"),))
    sections = (ReportSection("a", Page()), ReportSection("b", Page(), (chart,)))
    assert ReportDocument("en", "t", (), sections).has_charts
    assert not ReportDocument("en", "t", (), sections[:1]).has_charts
