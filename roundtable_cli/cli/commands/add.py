"""`rt-stats add`: more files in a project, in the tables that they belong to."""

from __future__ import annotations

import click

from roundtable_cli.cli import options
from roundtable_cli.cli.output_file import write_output
from roundtable_cli.cli.session import choose_words


@click.command(short_help="Add files to a project: each joins its table, or becomes a new one.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@options.data_options()
@click.option("--to", "table", metavar="TABLE", default="", help="The table that the files join.")
@click.option("--replace", is_flag=True, help="Take the place of a file of the same name.")
@options.language_options()
def add(files: tuple[str, ...], data: str | None, table: str, replace: bool, lang: str | None) -> None:
    """Copy each FILE into the project, and name it in datapackage.json.

    A FILE joins the table whose columns it has; a column more does no harm. If no table has its columns, it becomes a
    new table, and its indicators are written at the end of indicators.toml. A FILE that can't be read is left out, with
    the reason; so is one whose cells or keys its table can't take, unless --to names the table. A file of the same name
    is overwritten only with --replace.

    \b
    Examples:
      rt-stats add ~/Downloads/trainings-2018Q2.csv
      rt-stats add corrected/trainings-2018Q1.csv --replace
      rt-stats add osh.xlsx --to trainings
    """
    from pathlib import Path

    from roundtable_cli.output.layouts import scaffold_report

    project = options.ProjectOptions(data, None, {}).open_project()
    words = choose_words(lang, project)
    added = project.add([Path(file) for file in files], to=table, replace=replace)
    write_output(scaffold_report.added_files_text(added, words), None)
