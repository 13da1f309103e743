"""`rt-stats report`: everything in one document, to hand over."""

from __future__ import annotations

import click

from roundtable_cli.cli import options
from roundtable_cli.cli.session import CommandSession
from roundtable_cli.output.formats.registry import report_format_names


@click.command()
@options.codes_argument()
@options.project_options()
@options.output_options(*report_format_names())
def report(
    codes: tuple[str, ...], project_options: options.ProjectOptions, output_options: options.OutputOptions
) -> None:
    """Write a report about the indicators with these CODEs, or about all headline indicators.

    It has the headline figures, the progress against targets if any are set, the breakdowns of each indicator with
    charts, a page on the data, and the reference sheets. The breakdowns are those that indicators.toml names under
    disaggregate; with --by they are these, each in a table of its own.

    \b
    Examples:
      rt-stats report -o report.html
      rt-stats report --period 2018Q4 --lang ky -o report.html
      rt-stats report activists staff_trained --by sex -o report.md
    """
    from roundtable_cli.cli.report_answers import write_report

    write_report(CommandSession.from_options(codes, project_options, output_options, has_table_for_each=True))
