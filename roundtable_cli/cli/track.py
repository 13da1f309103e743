"""`rt-stats track`: the indicator performance tracking table."""

from __future__ import annotations

import click

from roundtable_cli.cli import completion, options
from roundtable_cli.cli.progress import status_line
from roundtable_cli.cli.session import CommandSession, import_engines
from roundtable_cli.output.formats import registry

STATUSES = ("achieved", "on-track", "off-track", "no-target", "no-data")


def _parse_statuses(_ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    from roundtable_cli.errors import suggest_nearest

    named = tuple(status.strip() for text in given for status in text.split(","))
    for status in named:
        if status not in STATUSES:
            raise click.BadParameter(
                f'no status "{status}": {suggest_nearest(status, STATUSES) or ", ".join(STATUSES)}'
            )
    return named


@click.command()
@click.argument("codes", nargs=-1, metavar="[CODE]...", shell_complete=completion.complete_codes)
@options.project_options()
@click.option(
    "--fail-on", multiple=True, metavar="STATUS", callback=_parse_statuses,
    help=f"Exit with 1 when an indicator has this status: {', '.join(STATUSES)}. Repeatable.",
)  # fmt: skip
@click.option("--no-total", is_flag=True, help="Leave the totals of a breakdown out of the data formats.")
@options.output_options(*registry.TABULAR_FORMATS)
def track(
    codes: tuple[str, ...],
    ask: options.ProjectOptions,
    fail_on: tuple[str, ...],
    no_total: bool,
    show: options.OutputOptions,
) -> int:
    """Show each indicator against its baseline, milestone and target.

    The status compares the value to date with the latest milestone due by the period's end. With --by month, quarter,
    half, year or fiscal-year there is a line per period, and one for the life of project, computed from all records.

    \b
    Examples:
      rt-stats track --period 2018Q4
      rt-stats track staff_trained --by quarter
      rt-stats track --fail-on off-track && send-report
      rt-stats track --by quarter -f csv -o plan.csv   # fill in milestones and notes, point `plan` to it
    """
    from roundtable_cli.output.layouts import tracking_page as layout

    session = CommandSession.from_options(ask, show, codes)
    import_engines(ask.engine)
    with status_line() as watch:
        tracking = session.project.track(codes, by=ask.by, where=ask.where, period=ask.period, watch=watch)
    session.write_answer(
        lambda: layout.tracking_data(tracking, session.words.language, not no_total),
        lambda width, first: layout.tracking_page(tracking, session.words, width, first),
    )
    return 1 if tracking.has(fail_on) else 0
