"""`rt-stats diff`: what has moved since a report was frozen, and why."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from roundtable_cli.cli import options
from roundtable_cli.cli.main import EXIT_DONE, EXIT_NO
from roundtable_cli.cli.progress import status_line
from roundtable_cli.cli.session import CommandSession, check_not_overwriting, import_engines
from roundtable_cli.output.formats.registry import DATA, PAGE, format_names

PUBLISHED = "published"  # the name that stands for the figures in indicators.toml


@click.command(short_help="Say what has moved since a report was frozen, and why.")
@click.argument("names", nargs=-1, required=True, metavar="NAME | OLD NEW")
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

    With two files, OLD and NEW, of one --table: what moves if NEW takes the place of OLD. If OLD is one of the files of
    the table, the others stay; if not, each of the two is the whole table. Nothing is written.

    \b
    Examples:
      rt-stats diff 2018Q4
      rt-stats diff 2018Q4 -o changes.xlsx
      rt-stats diff 2018Q4 --only-moved -f csv > moved.csv || mail -s moved me@example.org < moved.csv
      rt-stats diff trainings.csv corrected.csv --table trainings --period 2018Q4
      rt-stats diff published
    """
    _check_names(names, table, period)
    session = CommandSession.from_options((), project_options, output_options)
    _check_only_moved(session, only_moved)
    is_same = (
        _write_published if names == (PUBLISHED,) else partial(_write_causes, names=names, table=table, period=period)
    )
    return EXIT_DONE if is_same(session, only_moved) else EXIT_NO


def _write_causes(
    session: CommandSession, only_moved: bool, *, names: tuple[str, ...], table: str | None, period: str | None
) -> bool:
    """Writes what has moved since a report, or from one file to another, and says whether nothing has."""
    from roundtable_cli.output.layouts import diff_page

    import_engines(session.project_options.engine)
    with status_line() as report_progress:
        if table:
            old, new = map(Path, names)
            check_not_overwriting(session.output_options, (old, new))
            ask = partial(session.project.diff_files, old, new, table, period=period)
        else:
            ask = partial(session.project.diff, names[0])
        comparison = ask(report_progress=report_progress)
    session.write_answer(
        lambda: diff_page.comparison_data(comparison, session.words, only_moved),
        lambda width, lines: diff_page.comparison_page(comparison, session.words, width, lines),
    )
    return not comparison.has_moved


def _write_published(session: CommandSession, only_moved: bool) -> bool:
    """Writes the published figures beside the values of the records, and says whether all agree."""
    from roundtable_cli.output.layouts.published_page import PublishedLayout

    comparisons, results = session.compare_published()
    differing = [one for one in comparisons if not one.agrees]
    layout = PublishedLayout(differing if only_moved else comparisons, results, session.words)
    session.write_answer(layout.build_data, layout.build_page, results)
    return not differing


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
