"""`rt-stats init`: a project of your own, from your files."""

from __future__ import annotations

import click

from roundtable_cli.cli import options
from roundtable_cli.cli.output_file import write_output
from roundtable_cli.cli.session import choose_words


@click.command(short_help="Make a project in a folder, from your files.")
@click.argument("folder", metavar="FOLDER", type=click.Path())
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path())
@options.language_options()
def init(folder: str, files: tuple[str, ...], lang: str | None) -> None:
    """Make a project in FOLDER from your FILEs: CSV, Excel, or files from KoboToolbox.

    The files are copied into the folder. Two new files describe them: datapackage.json says what is in each column, and
    which columns are personal; indicators.toml says what is counted. Change both as you need. Without FILE, the tables
    that are in the folder already are described. No file is ever overwritten. The project has English, Russian and
    Kyrgyz words, those of --lang first.

    \b
    Examples:
      rt-stats init my-project ~/Downloads/*.csv
      rt-stats init my-project survey.xlsx
      cd my-project && rt-stats init .
    """
    from pathlib import Path

    from roundtable_cli.output.layouts import scaffold_report
    from roundtable_cli.scaffold import new_project

    words = choose_words(lang)
    proposal = new_project.write_project(Path(folder), [Path(file) for file in files], lang)
    write_output(scaffold_report.new_project_text(proposal, folder, words), None)
