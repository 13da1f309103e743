"""`rt-stats freeze`: the reported values kept in a file, with what they rested on."""

from __future__ import annotations

import click

from roundtable_cli.cli import options
from roundtable_cli.cli.output_file import write_output
from roundtable_cli.cli.progress import status_line
from roundtable_cli.cli.session import choose_words, import_engines
from roundtable_cli.output.formats.registry import find_format


@click.command(short_help="Keep the values of a report, to compare with them later.")
@click.argument("name", required=False, metavar="[NAME]")
@options.own_project_options()
@click.option(
    "-p", "--period", metavar="PERIOD", **options.single_value(),
    help="The reporting period, if NAME is none: 2018, 2018Q4, 2018-11, 2018/19, 2018-01..2018-06.",
)  # fmt: skip
@click.option("--replace", is_flag=True, help="Take the place of the report of this NAME that was frozen before.")
@click.option("--list", "is_list", is_flag=True, help="List the reports that were frozen, and say if any was changed.")
@options.language_options()
def freeze(
    name: str | None,
    project_options: options.ProjectOptions,
    period: str | None,
    replace: bool,
    is_list: bool,
    lang: str | None,
) -> None:
    """Keep the values of a report in reports/NAME.json, with what they rested on.

    If NAME is a period, such as 2018Q4, the values are those of that period. If it is not, they are of all records, or
    of --period. The file holds the headline indicators with the categories that each is to be broken down by, the
    tracking table, the definitions, and a digest of every file. It holds no personal value. A mark of each row tells
    later which rows have changed; the marks can't be turned back into values.

    \b
    Examples:
      rt-stats freeze 2018Q4
      rt-stats freeze final --period 2018
      rt-stats freeze 2018Q4 --replace
      rt-stats freeze --list
    """
    from roundtable_cli.comparison.freezing import frozen_file, marking_key
    from roundtable_cli.output.layouts import frozen_page

    if bool(name) == is_list:
        raise click.UsageError(
            "give the report a NAME (rt-stats freeze 2018Q4), or add --list" if not name else "--list takes no NAME"
        )
    if is_list and (replace or period):
        raise click.UsageError("--list takes no other option")
    project = project_options.open_project()
    words = choose_words(lang, project)
    if is_list:
        page = frozen_page.report_list_page([*frozen_file.iterate_reports(project.folder)], words)
        write_output(find_format("table").write(page.as_visible()), None)
        return
    had_key = marking_key.key_path(project.folder).is_file()
    import_engines(project_options.engine)
    with status_line() as report_progress:
        path, report = project.freeze(str(name), period=period, replace=replace, report_progress=report_progress)
    write_output(frozen_page.frozen_report_text(path.relative_to(project.folder), report, words, not had_key), None)
