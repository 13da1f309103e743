"""`rt-stats diff`: what has moved since a report was frozen, and why."""

from __future__ import annotations

from pathlib import Path

import click

from roundtable_cli.cli import options
from roundtable_cli.cli.main import EXIT_DONE, EXIT_NO
from roundtable_cli.cli.session import CommandSession
from roundtable_cli.output.formats.registry import DATA, PAGE, format_names

_SHEET_ENDINGS = frozenset({".xlsx", ".xls", ".ods", ".xlsb", ".csv", ".tsv", ".txt"})
PUBLISHED = "published"  # the name that stands for the figures in indicators.toml


@click.command(short_help="Say what has moved since a report was frozen, and why.")
@click.argument("names", nargs=-1, required=True, metavar="NAME | RECOUNT | OLD NEW")
@options.own_project_options()
@click.option("--table", metavar="TABLE", **options.single_value(), help="The table that the files OLD and NEW are of.")
@click.option(
    "-p", "--period", metavar="PERIOD", **options.single_value(),
    help="With OLD and NEW: the reporting period. A report has its own.",
)  # fmt: skip
@click.option("--only-moved", is_flag=True, help="Write only the values that have moved. For csv, tsv, json and jsonl.")
@options.output_options(*format_names(PAGE, DATA, bare=False))
def diff(
    names: tuple[str, ...],
    project_options: options.ProjectOptions,
    table: str | None,
    period: str | None,
    only_moved: bool,
    output_options: options.OutputOptions,
) -> int:
    """Compare the report NAME, which rt-stats freeze has kept, with the records of today.

    Each value that has moved is shown with what has moved it: rows that are new, gone or changed, a definition that was
    edited, another version of rt-stats. The parts add up to the difference. The exit code is 0 if nothing has moved, 1
    if anything has, 2 if it could not be compared. The NAME published stands for the published figures.

    The name of a file is that of a recount sheet, drawn by rt-stats explain --sample and filled in: how much of what
    was reported was found, and which rows were not. The exit code is 1 if any row was not found as reported.

    With two files, OLD and NEW, of one --table: what moves if NEW takes the place of OLD. If OLD is one of the files of
    the table, the others stay; if not, each of the two is the whole table. Nothing is written.

    \b
    Examples:
      rt-stats diff 2018Q4
      rt-stats diff 2018Q4 -o changes.xlsx
      rt-stats diff 2018Q4 --only-moved -f csv > moved.csv || mail -s moved me@example.org < moved.csv
      rt-stats diff trainings.csv corrected.csv --table trainings --period 2018Q4
      rt-stats diff published
      rt-stats diff recount.xlsx
    """
    from roundtable_cli.cli import diff_answers

    _check_names(names, table, period)
    session = CommandSession.from_options((), project_options, output_options)
    _check_only_moved(session, only_moved)
    if names == (PUBLISHED,):
        is_same = diff_answers.write_published(session, only_moved)
    elif len(names) == 1 and _is_recount_sheet(names[0]):
        is_same = diff_answers.write_recount(session, only_moved, Path(names[0]))
    else:
        is_same = diff_answers.write_causes(session, only_moved, names=names, table=table, period=period)
    return EXIT_DONE if is_same else EXIT_NO


def _is_recount_sheet(name: str) -> bool:
    """Whether a name is that of a file, and so no report's: these have no ending."""
    return Path(name).suffix.lower() in _SHEET_ENDINGS


def _check_only_moved(session: CommandSession, only_moved: bool) -> None:
    """Refused where a page is asked for, which leaves out anyway what has not moved, or shows what agrees."""
    if only_moved and session.format.takes == PAGE:
        fault = f"--only-moved is for csv, tsv, json and jsonl, and this is {session.format.name}"
        raise click.UsageError(f"{fault}; leave it out")


def _check_names(names: tuple[str, ...], table: str | None, period: str | None) -> None:
    """Refused where it is neither one report, nor two files and their table."""
    if len(names) > 2:
        raise click.UsageError(f"{len(names)} names are given; name one report, or two files and their --table")
    if len(names) == 2 and not table:
        raise click.UsageError("to compare two files, name the table that they are of: --table TABLE")
    if len(names) == 1 and table:
        raise click.UsageError("--table is for two files: rt-stats diff OLD NEW --table TABLE")
    if len(names) == 1 and period:
        raise click.UsageError("--period is for two files; a report has a period of its own")
