"""`rt-stats init`: a project of your own, from your files."""

from __future__ import annotations

import click

from roundtable_cli.cli import options


@click.command()
@click.argument("folder", metavar="FOLDER", type=click.Path())
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path())
@options.language_options()
def init(folder: str, files: tuple[str, ...], lang: str | None) -> None:
    """Make a project in FOLDER from FILEs: CSV, Excel, or what KoboToolbox exports.

    The files are copied into the folder, and described as they are: datapackage.json says what the data is, with types,
    keys and personal columns as the rows show them, indicators.toml what is counted. Both are for you to edit. Without
    FILE the tables in the folder are described where they are. Nothing is ever overwritten. The
    project speaks English, Russian and Kyrgyz, the language of --lang first.

    \b
    Examples:
      rt-stats init my-project ~/Downloads/*.csv
      rt-stats init my-project survey.xlsx
      cd my-project && rt-stats init .
    """
    from pathlib import Path

    from roundtable_cli.cli.output_file import write_output
    from roundtable_cli.cli.session import choose_words
    from roundtable_cli.output.layouts import scaffold_report
    from roundtable_cli.scaffold import new_project

    words = choose_words(lang)
    begun = new_project.write_project(Path(folder), [Path(file) for file in files], lang)
    write_output(scaffold_report.new_project_text(begun, folder, words), None)
