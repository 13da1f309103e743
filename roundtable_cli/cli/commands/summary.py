"""`rt-stats summary`: indicators as a table, or as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from roundtable_cli.cli import options
from roundtable_cli.cli.main import EXIT_DONE, EXIT_FAILED, EXIT_NO
from roundtable_cli.cli.session import CommandSession
from roundtable_cli.output.formats.registry import DATA, PAGE, RESULTS, format_names

if TYPE_CHECKING:
    from roundtable_cli.output.layouts.published_page import PublishedLayout


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
@click.option(
    "--check-published", is_flag=True,
    help="Compare the values that indicators.toml says were published with those of the records, to as many digits as"
    " were published. The exit code is 1 if any differs.",
)  # fmt: skip
@options.columns_option
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
    check_published: bool,
    columns: tuple[str, ...],
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
      rt-stats summary --check-published
      eval "$(rt-stats summary -f env)"; echo $GRANTS_USD
    """
    from roundtable_cli.output.layouts import cell_texts, published_page, summary_page

    _check_options(project_options, output_options, percent, check_published)
    session = CommandSession.from_options(codes, project_options, output_options, isolates_faults=keep_going)
    if check_published:
        layout = published_page.PublishedLayout(*session.compare_published(keep_going), session.words)
        session.write_answer(layout.build_data, layout.build_page, layout.results)
        return _comparison_code(layout)
    results, extras = session.compute(keep_going, top, sort), cell_texts.ValueExtras(parts, percent or "", columns)
    cells = cell_texts.CellTexts(results, session.words, extras)
    session.write_answer(
        lambda: summary_page.summary_data(results, session.words.language, not no_total, extras),
        lambda width, lines: summary_page.summary_page(cells, width, lines, is_whole=not codes),
        results,
    )
    return EXIT_FAILED if results.refused else EXIT_DONE


def _check_options(
    project_options: options.ProjectOptions,
    output_options: options.OutputOptions,
    percent: str | None,
    check_published: bool,
) -> None:
    """Refused where an option needs another, or asks for other rows than those that a published value is of."""
    if percent and not project_options.by:
        raise click.UsageError(f"--percent {percent} needs a breakdown: add --by NAME")
    given = {"--by": project_options.by, "--where": project_options.where, "--period": project_options.period}
    wrong = [name for name, value in given.items() if value]
    if check_published and wrong:
        fault = f"--check-published compares each value with the records that it is of, and takes no {wrong[0]}"
        raise click.UsageError(f"{fault}; leave it out")
    if check_published and output_options.chosen_format.is_bare:
        name = output_options.chosen_format.name
        raise click.UsageError(f"--check-published can't be written as {name}; use -f csv or -f json")


def _comparison_code(layout: PublishedLayout) -> int:
    """The exit code: whether all published values agree with the records."""
    agree = all(one.agrees for one in layout.comparisons)
    return EXIT_FAILED if layout.results.refused else EXIT_DONE if agree else EXIT_NO
