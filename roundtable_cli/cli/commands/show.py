"""`rt-stats show`: what can be computed, and an indicator's reference sheet."""

from __future__ import annotations

import click

from roundtable_cli.cli import options
from roundtable_cli.cli.session import CommandSession
from roundtable_cli.output.formats.registry import DATA, PAGE, format_names


@click.command()
@options.codes_argument()
@options.project_options(breakdowns=False)
@options.output_options(*format_names(PAGE, DATA, bare=False))
def show(
    codes: tuple[str, ...], project_options: options.ProjectOptions, output_options: options.OutputOptions
) -> None:
    """List the indicators, or show the reference sheet of each CODE.

    A reference sheet (PIRS) says what an indicator means: its definition, its rule in words, its source, its unit, and
    the calculated columns that it uses.

    \b
    Examples:
      rt-stats show
      rt-stats show staff_trained --lang ky
      rt-stats show -f csv
    """
    from roundtable_cli.output.layouts.reference_sheet import ReferenceSheets

    session = CommandSession.from_options(codes, project_options, output_options)
    project = session.project
    indicators = [project.framework.indicators[code] for code in codes or project.framework.indicators]
    sheets = ReferenceSheets(
        project.framework,
        session.words,
        {name: [path.name for path in table.paths] for name, table in project.package.tables.items()},
        {code: project.calculated_columns(code) for code in codes} if project.framework.calculated_columns else {},
        project.personal_names if codes else frozenset(),  # to know them, the files' headings are read
        {code: project.age_dates(code) for code in codes},
    )
    session.write_answer(
        lambda: sheets.elements_data(indicators) if codes else sheets.listing_data(indicators),
        lambda width, lines: sheets.build_page(indicators, lines, bool(codes), width),
    )
