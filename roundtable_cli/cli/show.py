"""`rt-stats show`: what can be computed, and an indicator's reference sheet."""

from __future__ import annotations

import click

from roundtable_cli.cli import options
from roundtable_cli.cli.session import Session
from roundtable_cli.output import formats

FORMATS = (*formats.READING, "csv", "tsv", "json", "jsonl")


@click.command()
@click.argument("codes", nargs=-1, metavar="[CODE]...", shell_complete=options.complete_codes)
@options.asking(breakdowns=False)
@options.showing(*FORMATS)
def show(codes: tuple[str, ...], ask: options.Ask, show: options.Show) -> None:
    """List the indicators there are, or show the reference sheet of each CODE.

    A reference sheet (PIRS) says what an indicator means: its definition, its rule in words, its source and unit.

    \b
    Examples:
      rt-stats show
      rt-stats show staff_trained --lang ky
      rt-stats show -f csv
    """
    from roundtable_cli.output import sheet

    session = Session.open(ask, show, codes)
    framework, words = session.project.framework, session.words
    indicators = [framework.indicators[code] for code in codes or framework.indicators]
    session.deliver(
        lambda: sheet.elements(indicators, framework, words) if codes else sheet.listing(indicators, words),
        lambda _, first: sheet.page(indicators, framework, words, first, full=bool(codes)),
    )
