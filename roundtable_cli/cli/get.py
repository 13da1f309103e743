"""`rt-stats get`: the bare value, for scripts."""

from __future__ import annotations

import click

from roundtable_cli.cli import completion, options
from roundtable_cli.cli.progress import doing
from roundtable_cli.cli.session import Session, import_engines
from roundtable_cli.output.formats import registry

VALUES = ("values", *(name for name in registry.DATA if name != "values"))


@click.command()
@click.argument("codes", nargs=-1, required=True, metavar="CODE...", shell_complete=completion.complete_codes)
@options.asking()
@options.showing(*VALUES)
def get(codes: tuple[str, ...], ask: options.Ask, show: options.Show) -> int:
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

    session = Session.open(ask, show, codes)
    import_engines(ask.engine)
    with doing() as watch:
        results = session.project.compute(codes, by=ask.by, where=ask.where, period=ask.period, watch=watch)
    session.deliver(lambda: summary_page.tidy(results, session.words.language))
    return 1 if any(result.value is None for result in results) else 0
