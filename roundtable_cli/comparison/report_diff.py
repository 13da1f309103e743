"""A frozen report compared with the project of today."""

from __future__ import annotations

from collections.abc import Iterator

from roundtable_cli.comparison.causes import cause_finding
from roundtable_cli.comparison.causes.cause_search import CauseSearch, ComparedValues
from roundtable_cli.comparison.causes.project_states import Cell
from roundtable_cli.comparison.compared_project import ComparedProject, ProgressCallback
from roundtable_cli.comparison.freezing import frozen_file, marking_key, report_freezing
from roundtable_cli.comparison.freezing.frozen_report import FrozenReport, FrozenValue
from roundtable_cli.comparison.report_comparison import ReportComparison, ValueMove, compare_tracking
from roundtable_cli.errors import Finding, Refused
from roundtable_cli.finding_codes import USAGE


def compare_report(
    project: ComparedProject, name: str, report_progress: ProgressCallback | None = None
) -> ReportComparison:
    """What has moved since a report was frozen, and why. Refused where a value can't be computed today."""
    report, secret = frozen_file.read_report(project.folder, name), marking_key.read_key(project.folder)
    _check_same_project(report, project, secret)
    if secret is not None and marking_key.name_key(secret) != report.key_id:
        secret = None
    return compare_with_project(report, project, secret, report_progress)


def compare_with_project(
    report: FrozenReport,
    project: ComparedProject,
    secret: bytes | None,
    report_progress: ProgressCallback | None = None,
    earlier: ComparedProject | None = None,
) -> ReportComparison:
    """A report, whose rows were marked with this secret, beside a project; `earlier` is that of the report itself."""
    framework, period = project.framework, report.period
    codes = [code for code in report.labels if code in framework.indicators]
    then: dict[Cell, FrozenValue] = {(value.code, value.cell): value for value in report.values}
    with project:
        computed = report_freezing.compute_values(project, codes, period, report_progress)
        now = {(value.code, value.cell): value for value in computed}
        tracking = project.track(codes, period=period or None, report_progress=report_progress) if codes else ()
        values = (*_compare_values(ComparedValues(report, project, then, now, secret, earlier), report_progress),)
    hidden = frozenset(value.code for value in values if value.is_hidden)
    lines = {line.code: line for line in map(report_freezing.freeze_tracking, tracking)}
    new_codes = tuple(code for code in framework.choose_codes(()) if code not in report.labels)
    return ReportComparison(report, values, (*compare_tracking(report, lines, hidden),), new_codes, secret is None)


def _check_same_project(report: FrozenReport, project: ComparedProject, secret: bytes | None) -> None:
    """Refused where a report is of another project: it has none of its indicators, or another title and secret."""
    title = project.framework.title(project.framework.languages[0])
    has_other_key = secret is not None and marking_key.name_key(secret) != report.key_id
    if not report.labels.keys() & project.framework.indicators.keys() or (has_other_key and title != report.title):
        fault = f'the report is of another project, "{report.title}"; this one is "{title}"'
        raise Refused(Finding(USAGE, fault, "name a report of this project: rt-stats freeze --list"))


def _compare_values(today: ComparedValues, report_progress: ProgressCallback | None) -> Iterator[ValueMove]:
    """Each value of then and now, in order, with the causes of those that have moved."""
    cells = [*today.then, *(cell for cell in today.now if cell not in today.then)]
    order = [*today.report.labels]
    cells.sort(key=lambda cell: order.index(cell[0]))
    moved = {cell for cell in cells if _has_moved(today.then.get(cell), today.now.get(cell))}
    causes = CauseSearch(today, [code for code in order if any(cell[0] == code for cell in moved)], report_progress)
    for cell in cells:
        yield _describe_move(today, cell, causes if cell in moved else None)


def _has_moved(then: FrozenValue | None, now: FrozenValue | None) -> bool:
    if then is not None and now is not None and (then.is_hidden or now.is_hidden):
        return (then.is_hidden, then.rows) != (now.is_hidden, now.rows)
    return (then.value if then else None) != (now.value if now else None)


def _describe_move(today: ComparedValues, cell: Cell, causes: CauseSearch | None) -> ValueMove:
    then, now = today.then.get(cell), today.now.get(cell)
    known = now or then
    label, unit = today.report.labels[cell[0]], known.unit if known else ""
    old, new = then.value if then else None, now.value if now else None
    is_hidden = any(one is not None and one.is_hidden for one in (then, now))
    if causes is None:
        return ValueMove(cell[0], label, cell[1], unit, old, new, is_hidden=is_hidden)
    found, circumstances = causes.find_causes(cell)
    if is_hidden or cause_finding.hides_difference(then, now, today.project.framework.least_people):
        blank = tuple(cause._replace(effect=None) for cause in found)
        return ValueMove(cell[0], label, cell[1], unit, old, None, None, blank, True, True)
    ends = [cause_finding.exact_in(values, cell, circumstances) for values in (today.then, today.now)]
    difference = None if ends[0] is None or ends[1] is None else ends[1] - ends[0]
    return ValueMove(cell[0], label, cell[1], unit, old, new, difference, found, has_moved=True)
