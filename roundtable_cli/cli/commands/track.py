"""`rt-stats track`: the indicator performance tracking table."""

from __future__ import annotations

import click

from roundtable_cli.cli import options
from roundtable_cli.cli.main import EXIT_DONE, EXIT_FAILED, EXIT_NO
from roundtable_cli.cli.session import CommandSession
from roundtable_cli.output.formats.registry import DATA, PAGE, RESULTS, format_names


def _parse_statuses(_ctx: click.Context, _param: click.Parameter, written: tuple[str, ...]) -> tuple[str, ...]:
    from roundtable_cli.indicators.tracking.status import STATUSES

    statuses = tuple(status.strip() for text in written for status in text.split(","))
    for status in statuses:
        if status not in STATUSES:
            raise click.BadParameter(options.unknown_choice("status", status, STATUSES))
    return statuses


@click.command()
@options.codes_argument()
@options.project_options()
@click.option(
    "--fail-on", multiple=True, metavar="STATUS", callback=_parse_statuses,
    help="End with exit code 1 if an indicator has this status: achieved, on-track, off-track, not-yet-due,"
    " no-target or no-data."
    " Give it several times for several statuses.",
)  # fmt: skip
@options.columns_option
@options.no_total_option
@options.keep_going_option
@options.output_options(*format_names(PAGE, DATA, RESULTS, bare=False))
def track(
    codes: tuple[str, ...],
    project_options: options.ProjectOptions,
    fail_on: tuple[str, ...],
    columns: tuple[str, ...],
    no_total: bool,
    keep_going: bool,
    output_options: options.OutputOptions,
) -> int:
    """Compare each indicator with its baseline, milestone and target.

    The status compares the value to date with the latest milestone that is due by the end of the period. With --by
    month, quarter, half, year or fiscal-year there is a line for each period, and one for the life of the project,
    which counts all records.

    \b
    Examples:
      rt-stats track --period 2018Q4
      rt-stats track staff_trained --by quarter
      rt-stats track --fail-on off-track && send-report
      rt-stats track --by quarter -f csv -o plan.csv   # then fill in milestones
    """
    from roundtable_cli.output.layouts import tracking_page, tracking_sheet

    session = CommandSession.from_options(codes, project_options, output_options, isolates_faults=keep_going)
    tracking = session.track(keep_going)
    session.write_answer(
        lambda: tracking_page.tracking_data(tracking, session.words.language, not no_total, columns),
        lambda width, lines: (
            tracking_sheet.tracking_sheet_page(tracking, session.words, lines, columns)
            if session.format.is_sheet
            else tracking_page.tracking_page(tracking, session.words, width, lines, columns)
        ),
        tracking,
    )
    if tracking.refused:
        return EXIT_FAILED
    return EXIT_NO if tracking.has(fail_on) else EXIT_DONE
