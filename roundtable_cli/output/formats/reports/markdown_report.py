"""A report as Markdown, with GitHub's tables; it has no charts, for all that they show stands in the tables."""

from __future__ import annotations

from roundtable_cli.output.formats.escaping import escape_markdown
from roundtable_cli.output.formats.markup import join_blocks, write_markdown
from roundtable_cli.output.page import Page
from roundtable_cli.output.report_document import ReportDocument


def write_markdown_report(document: ReportDocument) -> str:
    """A heading for each section, its paragraphs, tables and notes."""
    blocks = [write_markdown(Page(document.title, document.lines))]
    for section in document.sections:
        blocks.append(f"{'#' * section.level} {escape_markdown(section.title)}")
        blocks.append(write_markdown(section.page, title_level=section.level + 1))
    return join_blocks([block.strip("\n")] for block in blocks)
