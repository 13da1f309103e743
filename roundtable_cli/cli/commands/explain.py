"""`rt-stats explain`: which rows stand behind a number, and how they became it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from roundtable_cli.cli import options
from roundtable_cli.cli.output_file import write_output
from roundtable_cli.cli.session import CommandSession
from roundtable_cli.output.formats.registry import DATA, PAGE, format_names

if TYPE_CHECKING:
    from roundtable_cli.indicators.explaining.explanation import Explanation


@click.command(short_help="Show which rows became a number, and which did not.")
@options.code_argument()
@options.project_options()
@click.option("--counted", is_flag=True, help="Show only the rows that are counted, repeats too.")
@click.option("--excluded", is_flag=True, help="Show only the rows that are left out.")
@click.option(
    "--overlap", is_flag=True,
    help="Show only the rows of people, or of whatever is counted, that are in more than one category of --by.",
)  # fmt: skip
@options.output_options(*format_names(PAGE, DATA, bare=False))
def explain(
    code: str,
    project_options: options.ProjectOptions,
    counted: bool,
    excluded: bool,
    overlap: bool,
    output_options: options.OutputOptions,
) -> None:
    """Show how the rows of the files became the value of the indicator CODE.

    First the arithmetic: rows read, rows left out and why, rows counted, repeats. Then each row, with the file and the
    row number of the spreadsheet, and whether it is counted. A table on the screen shows the first 50 rows; all other
    formats show every row.

    \b
    Examples:
      rt-stats explain staff_trained
      rt-stats explain staff_trained --where mta=M3 --period 2018Q2
      rt-stats explain staff_trained --excluded
      rt-stats explain activists --by settlement --overlap
      rt-stats explain grants_usd -f csv > rows.csv
      rt-stats explain grants_usd -o audit.xlsx

    A workbook (-o audit.xlsx) has all rows with filters, and the value as a formula over them.
    """
    chosen = [name for name, is_set in (("counted", counted), ("excluded", excluded), ("overlap", overlap)) if is_set]
    if len(chosen) > 1:
        raise click.UsageError(f"--{chosen[0]} and --{chosen[1]} ask for different rows; give one of them")
    session = CommandSession.from_options((code,), project_options, output_options, isolates_faults=True)
    if session.format.is_sheet and (excluded or overlap):
        fault = f"a workbook works out the value from its rows, so it takes no --{chosen[0]}"
        raise click.UsageError(f"{fault}; leave it out")
    with session.explain(*chosen or [""]) as explanation:
        _write_explanation(session, explanation)


def _write_explanation(session: CommandSession, explanation: Explanation) -> None:
    """Writes it as a page or data, or as a workbook in which the value is a formula over the rows."""
    from roundtable_cli.output.formats.workbooks import audit_workbook
    from roundtable_cli.output.layouts.explaining import audit_book, explanation_page

    all_rows = not session.format.for_terminal
    layout = explanation_page.ExplanationLayout(explanation, session.words, all_rows=all_rows)
    if session.format.is_sheet:
        book = audit_book.collect_audit_book(layout, session.project)
        write_output(audit_workbook.write_audit_workbook(book), session.output_options.output)
    else:
        session.write_answer(layout.build_data, layout.build_page, layout.own_results)
