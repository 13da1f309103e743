"""`rt-stats summary`: indicators as a table, or as data."""

from __future__ import annotations

import click

from roundtable_cli.cli import options
from roundtable_cli.cli.main import EXIT_DONE, EXIT_FAILED
from roundtable_cli.cli.session import CommandSession
from roundtable_cli.output.formats.registry import DATA, PAGE, RESULTS, format_names


@click.command()
@options.codes_argument()
@options.project_options()
@click.option("--parts", is_flag=True, help="Show the numerator and denominator of shares and ratios: 50.0% (53/106).")
@click.option(
    "--percent", type=click.Choice(["row", "column", "all"]),
    help="Show beside each value what percentage it is of the total of its row, of its column, or of all. With two"
    " --by, the categories of the first go down. With one --by they stand in a row, or for column in a column.",
)  # fmt: skip
@click.option(
    "--top", type=click.IntRange(min=0), metavar="N",
    help="Show only the N categories with the largest values; the others stand in one line. 0 shows all.",
)  # fmt: skip
@click.option("--sort", type=click.Choice(["value"]), help="Sort the categories: value puts the largest first.")
@options.no_total_option
@options.keep_going_option
@options.output_options(*format_names(PAGE, DATA, RESULTS))
def summary(
    codes: tuple[str, ...],
    project_options: options.ProjectOptions,
    parts: bool,
    percent: str | None,
    top: int | None,
    sort: str | None,
    no_total: bool,
    keep_going: bool,
    output_options: options.OutputOptions,
) -> int:
    """Show the indicators with these CODEs, or all headline indicators.

    With one --by there is a value for each category, with two a cross table. Every breakdown has a total, which is
    counted from the records. If the categories do not add up to it, a note below the table says why.

    \b
    Examples:
      rt-stats summary
      rt-stats summary activists grants_usd --lang ru
      rt-stats summary staff_trained --by mta --period 2018Q4
      rt-stats summary activists --by settlement --top 5
      rt-stats summary --where settlement=S03,S04 -f csv > summary.csv
      rt-stats summary --by sex -o summary.xlsx
      eval "$(rt-stats summary -f env)"; echo $GRANTS_USD
    """
    from roundtable_cli.output.layouts.cell_texts import CellTexts, ValueExtras
    from roundtable_cli.output.layouts.summary_page import summary_data, summary_page

    if percent and not project_options.by:
        raise click.UsageError(f"--percent {percent} needs a breakdown: add --by NAME")
    session = CommandSession.from_options(codes, project_options, output_options, isolates_faults=keep_going)
    results, extras = session.compute(keep_going, top, sort), ValueExtras(parts, percent or "")
    session.write_answer(
        lambda: summary_data(results, session.words.language, not no_total, extras),
        lambda width, lines: summary_page(CellTexts(results, session.words, extras), width, lines, is_whole=not codes),
        results,
    )
    return EXIT_FAILED if results.refused else EXIT_DONE
