"""`rt-stats summary`: indicators as a table, or as data."""

from __future__ import annotations

import click

from roundtable_cli.cli import completion, options
from roundtable_cli.cli.progress import status_line
from roundtable_cli.cli.session import CommandSession, import_engines
from roundtable_cli.output.formats import registry


@click.command()
@click.argument("codes", nargs=-1, metavar="[CODE]...", shell_complete=completion.complete_codes)
@options.project_options()
@click.option("--parts", is_flag=True, help="Show numerator and denominator of shares and ratios: 50.0% (53/106).")
@click.option(
    "--percent", type=click.Choice(["row", "column", "all"]),
    help="Show each value's percentage of the total of its row, its column, or of all. The first --by goes down.",
)  # fmt: skip
@click.option("--no-total", is_flag=True, help="Leave the totals of a breakdown out of the data formats.")
@options.output_options(*registry.FORMAT_NAMES)
def summary(
    codes: tuple[str, ...],
    ask: options.ProjectOptions,
    parts: bool,
    percent: str | None,
    no_total: bool,
    show: options.OutputOptions,
) -> None:
    """Show the indicators called CODE, or all headline indicators.

    One --by gives a column per category, two of them a cross table; every breakdown has its total, computed from the
    records, and says below why its parts don't add up where they don't.

    \b
    Examples:
      rt-stats summary
      rt-stats summary activists grants_usd --lang ru
      rt-stats summary staff_trained --by mta --period 2018Q4
      rt-stats summary --where settlement=S03,S04 -f csv > summary.csv
      rt-stats summary --by sex -o summary.xlsx
      eval "$(rt-stats summary -f env)"; echo $GRANTS_USD
    """
    from roundtable_cli.output.layouts import summary_page
    from roundtable_cli.output.layouts.cell_texts import CellTexts, ValueExtras

    if percent and (not ask.by or (percent == "column" and len(ask.by) == 1)):
        raise click.UsageError(f"--percent {percent} needs {'two --by' if ask.by else 'a breakdown: --by NAME'}")
    session = CommandSession.from_options(ask, show, codes)
    import_engines(ask.engine)
    with status_line() as watch:
        results = session.project.compute(codes, by=ask.by, where=ask.where, period=ask.period, watch=watch)
    extras = ValueExtras(parts, percent or "")
    session.write_answer(
        lambda: summary_page.summary_data(results, session.words.language, not no_total, extras),
        lambda width, first: summary_page.summary_page(CellTexts(results, session.words, extras), width, first),
    )
