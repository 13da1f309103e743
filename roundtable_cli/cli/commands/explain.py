"""`rt-stats explain`: which rows stand behind a number, and how they became it."""

from __future__ import annotations

import click

from roundtable_cli.cli import options
from roundtable_cli.cli.session import CommandSession
from roundtable_cli.output.formats.registry import DATA, PAGE, format_names


@click.command(short_help="Show which rows became a number, and which did not.")
@options.code_argument()
@options.project_options()
@click.option("--counted", is_flag=True, help="Show only the rows that are counted, repeats too.")
@click.option("--excluded", is_flag=True, help="Show only the rows that are left out.")
@click.option(
    "--overlap", is_flag=True,
    help="Show only the rows of people, or of whatever is counted, that are in more than one category of --by.",
)  # fmt: skip
@click.option(
    "--sample", type=click.IntRange(min=1), metavar="N",
    help="Draw N of the counted rows at random, of each category of --by, with blank columns to be filled in: a recount"
    " list. rt-stats diff reads it when it is filled in.",
)  # fmt: skip
@click.option("--seed", type=int, metavar="S", help="With --sample: a number; the same one draws the same rows.")
@options.output_options(*format_names(PAGE, DATA, bare=False))
def explain(
    code: str,
    project_options: options.ProjectOptions,
    counted: bool,
    excluded: bool,
    overlap: bool,
    sample: int | None,
    seed: int | None,
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
      rt-stats explain grants_usd --sample 20 --seed 7 -o recount.xlsx

    A workbook (-o audit.xlsx) has all rows with filters, and the value as a formula over them.
    """
    chosen = _check_choices({"counted": counted, "excluded": excluded, "overlap": overlap}, sample, seed)
    from roundtable_cli.cli import explanation_answers

    session = CommandSession.from_options((code,), project_options, output_options, isolates_faults=True)
    if sample:
        explanation_answers.write_sample(session, sample, seed)
        return
    if session.format.is_sheet and (excluded or overlap):
        fault = f"a workbook works out the value from its rows, so it takes no --{chosen[0]}"
        raise click.UsageError(f"{fault}; leave it out")
    with session.explain(*chosen or [""]) as explanation:
        explanation_answers.write_explanation(session, explanation)


def _check_choices(choices: dict[str, bool], sample: int | None, seed: int | None) -> list[str]:
    """The choice of rows, one at most. Refused where several are chosen, or where a sample is drawn from a choice."""
    chosen = [name for name, is_set in choices.items() if is_set]
    if len(chosen) > 1:
        raise click.UsageError(f"--{chosen[0]} and --{chosen[1]} ask for different rows; give one of them")
    if sample and chosen:
        raise click.UsageError(
            f"--sample draws from the rows that are counted, and takes no --{chosen[0]}; leave it out"
        )
    if seed is not None and not sample:
        raise click.UsageError("--seed is for --sample N; add it, or leave --seed out")
    return chosen
