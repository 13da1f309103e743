"""`rt-stats get`: the bare value, for scripts."""

from __future__ import annotations

import click

from roundtable_cli.cli import completion, options
from roundtable_cli.cli.progress import status_line
from roundtable_cli.cli.session import CommandSession, import_engines
from roundtable_cli.output.formats import registry

VALUE_FORMATS = ("values", *(name for name in registry.DATA_FORMATS if name != "values"))


@click.command()
@click.argument("codes", nargs=-1, required=True, metavar="CODE...", shell_complete=completion.complete_codes)
@options.project_options()
@options.output_options(*VALUE_FORMATS)
def get(codes: tuple[str, ...], ask: options.ProjectOptions, show: options.OutputOptions) -> int:
    """Print the bare value of each indicator, a line each.

    An indicator without a value prints an empty line, and the exit code is 1. With --by there is a line for each
    category, the total last.

    \b
    Examples:
      n=$(rt-stats get staff_trained)
      rt-stats get activists --where sex=female
      cat new.csv | rt-stats get activists --table activists=-
      cd /tmp && rt-stats get activists --data sample
    """
    from roundtable_cli.output.layouts import summary_page

    session = CommandSession.from_options(ask, show, codes)
    import_engines(ask.engine)
    with status_line() as watch:
        results = session.project.compute(codes, by=ask.by, where=ask.where, period=ask.period, watch=watch)
    session.write_answer(lambda: summary_page.summary_data(results, session.words.language))
    return 1 if any(result.value is None for result in results) else 0
