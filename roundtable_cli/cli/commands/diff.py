"""`rt-stats diff`: what has moved since a report was frozen, and why."""

from __future__ import annotations

import click

from roundtable_cli.cli import options
from roundtable_cli.cli.main import EXIT_DONE, EXIT_NO
from roundtable_cli.cli.progress import status_line
from roundtable_cli.cli.session import CommandSession, import_engines
from roundtable_cli.output.formats.registry import DATA, PAGE, format_names


@click.command(short_help="Say what has moved since a report was frozen, and why.")
@click.argument("name", metavar="NAME")
@options.own_project_options()
@click.option("--only-moved", is_flag=True, help="Write only the values that have moved. For csv, tsv, json and jsonl.")
@options.output_options(*format_names(PAGE, DATA, bare=False))
def diff(
    name: str,
    project_options: options.ProjectOptions,
    only_moved: bool,
    output_options: options.OutputOptions,
) -> int:
    """Compare the report NAME, which rt-stats freeze has kept, with the records of today.

    Each value that has moved is shown with what has moved it: rows that are new, gone or changed, a definition that was
    edited, another version of rt-stats. The parts add up to the difference. The exit code is 0 if nothing has moved, 1
    if anything has, and 2 if it could not be compared.

    \b
    Examples:
      rt-stats diff 2018Q4
      rt-stats diff 2018Q4 --only-moved -f csv
      rt-stats diff 2018Q4 -o changes.xlsx
      rt-stats diff 2018Q4 > changes.txt || mail -s "a report has moved" me@example.org < changes.txt
    """
    from roundtable_cli.output.layouts import diff_page

    session = CommandSession.from_options((), project_options, output_options)
    if only_moved and session.format.takes == PAGE:
        raise click.UsageError(
            f"--only-moved: the format {session.format.name} shows only what has moved; leave it out"
        )
    import_engines(project_options.engine)
    with status_line() as report_progress:
        comparison = session.project.diff(name, report_progress=report_progress)
    session.write_answer(
        lambda: diff_page.comparison_data(comparison, only_moved),
        lambda width, lines: diff_page.comparison_page(comparison, session.words, width, lines),
    )
    return EXIT_NO if comparison.has_moved else EXIT_DONE
