"""What `rt-stats freeze` says: what was kept, and the list of what there is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from roundtable_cli.comparison.freezing import marking_key
from roundtable_cli.comparison.freezing.frozen_report import FrozenReport
from roundtable_cli.errors import Finding, quote_names
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.page import Page, PageTable
from roundtable_cli.visible_text import visible_line


def frozen_report_text(path: Path, report: FrozenReport, words: LanguageWords, has_new_key: bool) -> str:
    """Lines that say what a report holds, and where it is."""
    lines = [f"{path.as_posix()}: {report.period or words('all-records')}, {_content_text(report, words)}"]
    if report.marked_rows:
        lines.append(words("rows-marked", report.marked_rows))
    if report.block_tables:
        lines.append(words("blocks-marked", tables=quote_names(report.block_tables)))
    if has_new_key:
        lines.append(words("new-row-key", file=f"{path.parent.as_posix()}/{marking_key.KEY_FILE}"))
    return "".join(f"{visible_line(line)}\n" for line in lines)


def report_list_page(reports: Sequence[tuple[str, FrozenReport | Finding]], words: LanguageWords) -> Page:
    """A table of the reports that a project keeps; below it, why some can't be read."""
    if not reports:
        return Page(lines=(words("no-reports"),))
    head = tuple(map(words, ("frozen-report", "period_of", "frozen-content", "frozen-program")))
    rows, notes = list[tuple[str, ...]](), list[str]()
    for name, report in reports:
        if isinstance(report, Finding):
            rows.append((name, "–", "–", "–"))
            notes.append(str(report))
        else:
            period, content = report.period or words("all-records"), _content_text(report, words)
            rows.append((report.name, period, content, report.program))
    return Page(tables=(PageTable(head, tuple(rows)),), notes=tuple(notes))


def _content_text(report: FrozenReport, words: LanguageWords) -> str:
    """How many indicators a report has, and how many values with those of categories."""
    return f"{words('indicators', len(report.labels))}, {words('values', len(report.values))}"
