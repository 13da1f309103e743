"""A report before any format: sections in order, each a page of tables and notes with charts beside them."""

from __future__ import annotations

from typing import NamedTuple

from roundtable_cli.output.page import Page
from roundtable_cli.visible_text import visible_line, visible_lines


class ChartBar(NamedTuple):
    """One bar: its category, how long it is (None: there is no value, or it is hidden) and the text at its end.

    A bar that `is_muted` is of what is not recorded: it is grey.
    """

    label: str
    length: float | None
    text: str
    is_muted: bool = False


class BarChart(NamedTuple):
    """Bars that can be compared, in order. All that they show also stands in the table of the same section.

    `description` says in words what is to be seen, for those who do not see it.
    """

    title: str
    description: str
    bars: tuple[ChartBar, ...]

    def as_visible(self) -> BarChart:
        """The same chart with its texts shown as `visible_text` has it."""
        bars = [bar._replace(label=visible_line(bar.label), text=visible_line(bar.text)) for bar in self.bars]
        return BarChart(visible_line(self.title), visible_lines(self.description), tuple(bars))


class ReportSection(NamedTuple):
    """A part of a report under a heading of a `level`: 2 for a part, 3 for a part of one.

    The lines of the page are paragraphs, above its tables and notes; its own title is not used.
    """

    title: str
    page: Page
    charts: tuple[BarChart, ...] = ()
    level: int = 2


class ReportDocument(NamedTuple):
    """A whole report in a language: its title, the lines below it (period, conditions), and its sections."""

    language: str
    title: str
    lines: tuple[str, ...]
    sections: tuple[ReportSection, ...]

    @property
    def has_charts(self) -> bool:
        """Whether any section has a chart."""
        return any(section.charts for section in self.sections)

    def as_visible(self) -> ReportDocument:
        """The same report with all that a program would obey, or nobody can see, shown as signs."""
        sections = [
            section._replace(
                title=visible_line(section.title),
                page=section.page.as_visible(),
                charts=tuple(chart.as_visible() for chart in section.charts),
            )
            for section in self.sections
        ]
        lines = tuple(map(visible_line, self.lines))
        return self._replace(title=visible_line(self.title), lines=lines, sections=tuple(sections))
