"""`rt-stats check`: what files are, and what is wrong with them, in which row, and what to do."""

from __future__ import annotations

import click

from roundtable_cli.cli import options
from roundtable_cli.cli.write import write


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path())
@options.asking(breakdowns=False)
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
@options.showing("table", "json")
def check(files: tuple[str, ...], ask: options.Ask, strict: bool, show: options.Show) -> int:
    """Tell how each FILE is read and what is wrong with it; without FILE, check the whole project.

    A FILE is checked alone, no project is needed. Exit code 1 says that there are errors.

    \b
    Examples:
      rt-stats check ~/Downloads/list.csv
      rt-stats check && rt-stats summary
      rt-stats check -f json list.csv
    """
    from pathlib import Path

    from roundtable_cli.cli.session import check_target, words_of
    from roundtable_cli.errors import ERROR
    from roundtable_cli.output import checking
    from roundtable_cli.project import examine_file

    if paths := [Path(file) for file in files]:
        check_target(show, paths)
        words, reports = words_of(show), [report for path in paths for report in examine_file(path)]
    else:
        project = ask.project()
        check_target(show, project.files)
        words, reports = words_of(show, project), project.check()
    write(checking.as_json(reports) if show.chosen == "json" else checking.as_lines(reports, words), show.output)
    found = [finding for report in reports for finding in report.findings if strict or finding.severity == ERROR]
    return int(bool(found))
