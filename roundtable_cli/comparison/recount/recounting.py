"""Draws the sheet of a recount from a project, and compares a filled-in one with the project's records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from roundtable_cli.comparison.compared_project import ComparedProject, ProgressCallback
from roundtable_cli.comparison.recount.recount_reading import read_recount_sheet
from roundtable_cli.comparison.recount.recount_request import RecountRequest
from roundtable_cli.comparison.recount.recount_sheet import DrawnSheet, draw_sheet
from roundtable_cli.comparison.recount.recount_verification import RecountVerification, verify_answers
from roundtable_cli.errors import Finding, Refused, suggest_nearest
from roundtable_cli.finding_codes import RECOUNT_ERROR, USAGE
from roundtable_cli.indicators.binding.request import list_conditions
from roundtable_cli.indicators.explaining.explanation import COUNTED_ROWS

if TYPE_CHECKING:
    from roundtable_cli.indicators.binding.request import Where


def draw_recount(  # noqa: PLR0913, PLR0917 - what `ProjectHistory.draw_recount` was asked for
    project: ComparedProject,
    code: str,
    size: int,
    seed: int,
    by: tuple[str, ...],
    where: Where,
    period: str | None,
    report_progress: ProgressCallback | None = None,
) -> DrawnSheet:
    """The sheet of a sample of rows. Refused as `Project.explain` is, and where a condition can't be written in it."""
    request = RecountRequest(code, size, seed, by, list_conditions(where), period)
    _ = request.text  # a condition that can't be written is refused before rows are read
    return _draw(project, request, report_progress)


def verify_recount(
    project: ComparedProject, path: Path, report_progress: ProgressCallback | None = None
) -> RecountVerification:
    """What a filled-in sheet says of the project's records. Refused where it is none of this project."""
    if not path.is_file():
        remedy = "draw a sheet: rt-stats explain CODE --sample 20 -o recount.xlsx; a report's name has no ending"
        raise Refused(Finding(USAGE, f'there is no file "{path}"', remedy))
    sheet = read_recount_sheet(path)
    indicators = project.framework.indicators
    for code in dict.fromkeys((sheet.request.code, *(row.part for row in sheet.rows))):
        if code not in indicators:
            fault = f'it is a recount of "{code}", and this project has no such indicator'
            remedy = f"choose the project with --data; or {suggest_nearest(code, indicators)}"
            raise Refused(Finding(RECOUNT_ERROR, fault, remedy, sheet.label))
    return verify_answers(sheet, _draw(project, sheet.request, report_progress), indicators)


def _draw(project: ComparedProject, request: RecountRequest, report_progress: ProgressCallback | None) -> DrawnSheet:
    explained = project.explain(
        request.code,
        by=request.by,
        where=request.where,
        period=request.period,
        rows=COUNTED_ROWS,
        report_progress=report_progress,
    )
    with explained as explanation:
        return draw_sheet(explanation, request)
