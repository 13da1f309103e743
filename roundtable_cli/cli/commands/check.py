"""`rt-stats check`: how files are read, and what is wrong with them, in which row, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from roundtable_cli.cli import options
from roundtable_cli.cli.main import EXIT_DONE, EXIT_NO
from roundtable_cli.cli.output_file import write_output
from roundtable_cli.cli.progress import progress_bar
from roundtable_cli.cli.session import check_not_overwriting, check_output_apart, choose_words
from roundtable_cli.cli.standard_streams import print_message

if TYPE_CHECKING:
    from roundtable_cli.checking.check_run import Report
    from roundtable_cli.output.language.words import LanguageWords


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path())
@options.project_options(breakdowns=False, engines=False)
@click.option("--strict", is_flag=True, help="End with exit code 1 for warnings too, not only for errors.")
@click.option(
    "--fix", is_flag=True,
    help="Write how the project's files were read into datapackage.json, so that they are always read so.",
)  # fmt: skip
@click.option(
    "--missing",
    multiple=True,
    metavar="COLUMN=TEXT",
    help="With --fix: TEXT stands for no value in COLUMN, or in TABLE.COLUMN.",
)
@click.option(
    "--without-key", multiple=True, metavar="TABLE", help="With --fix: several rows of TABLE may have the same id."
)  # fmt: skip
@options.output_options("table", "json")
def check(
    files: tuple[str, ...],
    project_options: options.ProjectOptions,
    strict: bool,
    fix: bool,
    missing: tuple[str, ...],
    without_key: tuple[str, ...],
    output_options: options.OutputOptions,
) -> int:
    """Say how each FILE is read and what is wrong with it. Without FILE, check the whole project.

    A FILE needs no project. Of a folder, each file with a table is checked; of a workbook, each sheet. The exit code is
    1 if there are errors. What is wrong is said in English, whatever --lang.

    With --fix, the encodings, delimiters, types and formats that were found are written into datapackage.json, so that
    the files of next month are read in the same way. What is written there already is not changed, but a column gets
    the texts that stand for no value in it, such as -99. What only you can decide is said with --missing and
    --without-key.

    \b
    Examples:
      rt-stats check ~/Downloads/list.xlsx
      rt-stats check && rt-stats summary
      rt-stats check --fix
      rt-stats check --fix --missing "income=-99"
      rt-stats check -f json list.csv
    """
    from roundtable_cli.output.layouts.check_report import check_report_json, check_report_text

    if fix and files:
        remedy = "leave out the FILEs; to make a project of them: rt-stats init FOLDER FILE…"
        raise click.UsageError(f"--fix is for a whole project; {remedy}")
    if (missing or without_key) and not fix:
        raise click.UsageError("--missing and --without-key write into datapackage.json; add --fix")
    as_json = output_options.chosen_format.name == "json"  # asked before the check, as an ending may be refused
    words, reports = (
        _check_files(files, output_options)
        if files
        else _check_project(project_options, (missing, without_key) if fix else None, output_options)
    )
    write_output(check_report_json(reports) if as_json else check_report_text(reports, words), output_options.output)
    is_faulty = any(report.has_errors or (strict and report.findings) for report in reports)
    return EXIT_NO if is_faulty else EXIT_DONE


def _check_files(files: tuple[str, ...], output_options: options.OutputOptions) -> tuple[LanguageWords, list[Report]]:
    """The words chosen, and a report on each file, checked alone."""
    from pathlib import Path

    from roundtable_cli.checking import project_check

    paths = project_check.list_checked_files([Path(file) for file in files])
    check_not_overwriting(output_options, paths)
    words = choose_words(output_options.lang)
    with progress_bar() as report_progress:
        return words, project_check.check_files(paths, report_progress)


def _check_project(
    project_options: options.ProjectOptions,
    answers: tuple[tuple[str, ...], tuple[str, ...]] | None,
    output_options: options.OutputOptions,
) -> tuple[LanguageWords, list[Report]]:
    """The words chosen, and the reports on a project; with `answers`, after the way its files are read is declared."""
    project = project_options.open_project()
    check_output_apart(output_options, project)
    if answers is not None:
        for line in project.declare(missing=answers[0], without_key=answers[1]):
            print_message(line)
        project = project_options.open_project()
    words = choose_words(output_options.lang, project)
    with progress_bar() as report_progress:
        return words, project.check(report_progress)
