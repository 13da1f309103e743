"""`rt-stats check`: what files are, and what is wrong with them, in which row, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

from roundtable_cli.cli import options
from roundtable_cli.cli.output_file import write_output
from roundtable_cli.cli.progress import progress_bar
from roundtable_cli.cli.session import check_not_overwriting, choose_words

if TYPE_CHECKING:
    from roundtable_cli.checking.check_run import CheckProgressCallback, Report
    from roundtable_cli.output.language.words import LanguageWords

    CheckFunction = Callable[[CheckProgressCallback], list[Report]]


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path())
@options.project_options(breakdowns=False, engines=False)
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
@click.option("--fix", is_flag=True, help="Write what was decided about the project's files into datapackage.json.")
@options.output_options("table", "json")
def check(
    files: tuple[str, ...], ask: options.ProjectOptions, strict: bool, fix: bool, show: options.OutputOptions
) -> int:
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
    words, look = _prepare_file_check(files, show) if files else _prepare_project_check(ask, fix, show)
    with progress_bar() as watch:
        found = look(watch)
    write_output(
        check_report.check_report_json(found)
        if show.format_name == "json"
        else check_report.check_report_text(found, words),
        show.output,
    )
    return int(any(report.has_errors or (strict and report.findings) for report in found))


def _prepare_file_check(files: Iterable[str], show: options.OutputOptions) -> tuple[LanguageWords, CheckFunction]:
    """The check of files alone."""
    from pathlib import Path

    from roundtable_cli.checking import project_check

    paths = [Path(file) for file in files]
    check_not_overwriting(show, paths)
    return choose_words(show.lang), lambda watch: project_check.check_files(paths, watch)


def _prepare_project_check(
    ask: options.ProjectOptions, fix: bool, show: options.OutputOptions
) -> tuple[LanguageWords, CheckFunction]:
    """The check of a project, after what was decided about its files is declared, if that is asked."""
    project = ask.open_project()
    check_not_overwriting(show, project.project_files)
    if fix:
        for line in project.declare():
            click.echo(line, err=True)
        project = ask.open_project()
    return choose_words(show.lang, project), project.check
