"""`rt-stats show`: what can be computed, and an indicator's reference sheet."""

from __future__ import annotations

import click

from roundtable_cli.cli import options
from roundtable_cli.cli.answer import chosen_words, heading, opened, width
from roundtable_cli.cli.write import write
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

    project = opened(ask, show)
    words = chosen_words(project, show)
    asked = project.check_codes(codes) if codes else tuple(project.framework.indicators)
    indicators = [project.framework.indicators[code] for code in asked]
    if show.chosen in formats.DATA:
        data = sheet.elements(indicators, project.framework, words) if codes else sheet.listing(indicators, words)
        text = formats.DATA[show.chosen](data)
    else:
        page = sheet.page(indicators, project.framework, words, heading(project, words), full=bool(codes))
        text = formats.as_table(page, width()) if show.chosen == "table" else formats.READING[show.chosen](page)
    write(text, show.output)
