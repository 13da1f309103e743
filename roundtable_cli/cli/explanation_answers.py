"""What `explain` writes: the rows behind a value, or a sample of them to be looked up."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from roundtable_cli.cli.output_file import write_output
from roundtable_cli.output.formats.workbooks import audit_workbook, recount_workbook
from roundtable_cli.output.layouts import recount_page
from roundtable_cli.output.layouts.explaining import audit_book, explanation_page

if TYPE_CHECKING:
    from roundtable_cli.cli.session import CommandSession
    from roundtable_cli.indicators.explaining.explanation import Explanation

_SEEDS = 1_000_000  # of which one is chosen where none is given; the sheet says which


def write_explanation(session: CommandSession, explanation: Explanation) -> None:
    """Writes it as a page or data, or as a workbook in which the value is a formula over the rows."""
    all_rows = not session.format.for_terminal
    layout = explanation_page.ExplanationLayout(explanation, session.words, all_rows=all_rows)
    if session.format.is_sheet:
        book = audit_book.collect_audit_book(layout, session.project)
        write_output(audit_workbook.write_audit_workbook(book), session.output_options.output)
    else:
        session.write_answer(layout.build_data, layout.build_page, layout.own_results)


def write_sample(session: CommandSession, size: int, seed: int | None) -> None:
    """Writes rows drawn at random as a page or data, or as a workbook to be filled in."""
    sheet = session.draw_recount(size, secrets.randbelow(_SEEDS) if seed is None else seed)
    framework = session.project.framework
    if session.format.is_sheet:
        book = recount_page.sheet_book(sheet, framework, session.words)
        write_output(recount_workbook.write_recount_workbook(book), session.output_options.output)
    else:
        session.write_answer(
            lambda: recount_page.sheet_data(sheet),
            lambda width, lines: recount_page.sheet_page(sheet, framework, session.words, width, lines),
        )
