"""What `report` asks of the project, and what it writes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from roundtable_cli.cli.progress import status_line
from roundtable_cli.cli.session import import_engines
from roundtable_cli.output.layouts.reference_sheet import ReferenceSheets
from roundtable_cli.output.layouts.reporting.category_chart import MAX_BARS, category_count
from roundtable_cli.output.layouts.reporting.report_layout import Breakdown, ReportAnswers, ReportLayout

if TYPE_CHECKING:
    from roundtable_cli.cli.session import CommandSession
    from roundtable_cli.indicators.results import Results


def write_report(session: CommandSession) -> None:
    """Computes all that the report shows, and writes it in the format chosen."""
    project, words = session.project, session.words
    import_engines(session.project_options.engine)
    with status_line() as report_progress, project:  # the files are read once
        answers = collect_answers(session, report_progress)
        codes = [indicator.code for indicator in answers.headline.indicators]
        sheets = ReferenceSheets(
            project.framework,
            words,
            {name: [path.name for path in table.paths] for name, table in project.package.tables.items()},
            {code: project.calculated_columns(code) for code in codes} if project.framework.calculated_columns else {},
            project.personal_names,
            {code: project.age_dates(code) for code in codes},
        )
    lines = [words("sample")] if project.is_sample else []
    document = ReportLayout(answers, sheets, words).build_document(lines)
    session.write_content(session.format.write_report(document), answers.headline)


def collect_answers(session: CommandSession, report_progress: Callable[[str], None]) -> ReportAnswers:
    """The headline figures, the tracking table where anything is set, and each indicator's breakdowns."""
    project, query = session.project, session.project_options
    where, period = query.where, query.period
    compute = partial(project.compute, where=where, period=period, report_progress=report_progress)
    headline = compute(session.codes)
    planned = project.read_plan().planned_codes
    tracked = [one.code for one in headline.indicators if one.code in planned]
    tracking = project.track(tracked, where=where, period=period, report_progress=report_progress) if tracked else None
    breakdowns = {
        one.code: [_compute_breakdown(compute, one.code, name) for name in query.by or one.disaggregate]
        for one in headline.indicators
    }
    return ReportAnswers(headline, tracking, breakdowns)


def _compute_breakdown(compute: Callable[..., Results], code: str, name: str) -> Breakdown:
    """One breakdown; of more categories than a chart has room for, the largest and the others once more."""
    results = compute([code], by=[name])
    is_long = category_count(results) > MAX_BARS
    return Breakdown(results, compute([code], by=[name], top=MAX_BARS - 1) if is_long else results)
