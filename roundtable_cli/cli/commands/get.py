"""`rt-stats get`: the bare value, for scripts."""

from __future__ import annotations

import click

from roundtable_cli.cli import options
from roundtable_cli.cli.main import EXIT_DONE, EXIT_NO
from roundtable_cli.cli.session import CommandSession, refuse_hidden_values
from roundtable_cli.output.formats.registry import DATA, format_names


@click.command()
@options.codes_argument(required=True)
@options.project_options()
@options.output_options(*format_names(DATA))
def get(codes: tuple[str, ...], project_options: options.ProjectOptions, output_options: options.OutputOptions) -> int:
    """Print the bare value of each indicator, one on a line.

    For an indicator without a value it prints an empty line, and the exit code is 1. With --by it prints a line for
    each category, the total last.

    \b
    Examples:
      n=$(rt-stats get staff_trained)
      rt-stats get activists --where sex=female
      cat new.csv | rt-stats get activists --table activists=-
      cd /tmp && rt-stats get activists --data sample

    A fault of another indicator, or in a file that these do not read, does not matter here.

    What would tell the personal values of few people is refused: `rt-stats guide privacy` says when.
    """
    from roundtable_cli.output.layouts.summary_page import summary_data

    session = CommandSession.from_options(codes, project_options, output_options, isolates_faults=True)
    results = session.compute()
    refuse_hidden_values(results)
    session.write_answer(lambda: summary_data(results, session.words.language), results=results)
    return EXIT_NO if any(result.value is None for result in results) else EXIT_DONE
