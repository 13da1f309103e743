"""`rt-stats show`: what can be computed, and an indicator's reference sheet."""

from __future__ import annotations

import click

from roundtable_cli.cli import completion, options
from roundtable_cli.cli.session import CommandSession
from roundtable_cli.output.formats import registry


@click.command()
@click.argument("codes", nargs=-1, metavar="[CODE]...", shell_complete=completion.complete_codes)
@options.project_options(breakdowns=False)
@options.output_options(*registry.TABULAR_FORMATS)
def show(codes: tuple[str, ...], ask: options.ProjectOptions, show: options.OutputOptions) -> None:
    """List the indicators there are, or show the reference sheet of each CODE.

    A reference sheet (PIRS) says what an indicator means: its definition, its rule in words, its source and unit, and
    each calculated column that it is made of.

    \b
    Examples:
      rt-stats show
      rt-stats show staff_trained --lang ky
      rt-stats show -f csv
    """
    from roundtable_cli.output.layouts.reference_sheet import ReferenceSheets

    session = CommandSession.from_options(ask, show, codes)
    known, tables = session.project.framework.indicators, session.project.package.tables
    files = {name: [path.name for path in table.paths] for name, table in tables.items()}
    chains = (
        {code: session.project.calculated_columns(code) for code in codes}
        if session.project.framework.calculated_columns
        else {}
    )
    sheets = ReferenceSheets(
        session.project.framework,
        session.words,
        files,
        chains,
        session.project.personal_names if codes else frozenset(),
    )
    indicators = [known[code] for code in codes or known]
    session.write_answer(
        lambda: sheets.elements_data(indicators) if codes else sheets.listing_data(indicators),
        lambda width, first: sheets.build_page(indicators, first, bool(codes), width),
    )
