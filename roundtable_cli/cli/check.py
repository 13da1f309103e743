"""`rt-stats check`: what files are, and what is wrong with them, in which row, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

from roundtable_cli.cli import options
from roundtable_cli.cli.output_file import write
from roundtable_cli.cli.progress import watching
from roundtable_cli.cli.session import check_target, words_of

if TYPE_CHECKING:
    from roundtable_cli.checking.examination import Report, Watch
    from roundtable_cli.output.language.words import Words

    Look = Callable[[Watch], list[Report]]


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path())
@options.asking(breakdowns=False, engines=False)
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
@click.option("--fix", is_flag=True, help="Write what was decided about the project's files into datapackage.json.")
@options.showing("table", "json")
def check(files: tuple[str, ...], ask: options.Ask, strict: bool, fix: bool, show: options.Show) -> int:
    """Tell how each FILE is read and what is wrong with it; without FILE, check the whole project.

    A FILE, each sheet of a workbook, is checked alone: no project is needed. Exit code 1 says that there are errors.
    Findings are in English, whatever --lang.

    With --fix encodings, delimiters, types and formats that the rows show are declared in datapackage.json, so that
    next month's files are read in the same way. What is declared already stays as it is.

    \b
    Examples:
      rt-stats check ~/Downloads/list.xlsx
      rt-stats check && rt-stats summary
      rt-stats check --fix
      rt-stats check -f json list.csv
    """
    from roundtable_cli.output.layouts import check_report

    if fix and files:
        raise click.UsageError("--fix is for a project; leave out the files")
    words, look = _of_files(files, show) if files else _of_project(ask, fix, show)
    with watching() as watch:
        found = look(watch)
    write(check_report.as_json(found) if show.chosen == "json" else check_report.as_lines(found, words), show.output)
    return int(any(report.has_errors or (strict and report.findings) for report in found))


def _of_files(files: Iterable[str], show: options.Show) -> tuple[Words, Look]:
    """The check of files alone."""
    from pathlib import Path

    from roundtable_cli.checking import project_check

    paths = [Path(file) for file in files]
    check_target(show, paths)
    return words_of(show.lang), lambda watch: project_check.check_files(paths, watch)


def _of_project(ask: options.Ask, fix: bool, show: options.Show) -> tuple[Words, Look]:
    """The check of a project, after what was decided about its files is declared, if that is asked."""
    project = ask.project()
    check_target(show, project.files)
    if fix:
        for line in project.declare():
            click.echo(line, err=True)
        project = ask.project()
    return words_of(show.lang, project), project.check
