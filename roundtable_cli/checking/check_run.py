"""The shape of a check, and the run of many: each is asked, and what it finds or is refused with stands in a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from roundtable_cli.errors import ERROR, Finding, MissingLibrary, Refused

Subject = TypeVar("Subject")
CheckStep = Callable[[], Iterable[Finding]]
CheckProgressCallback = Callable[[int, int], None]  # is called with the number of steps done, and of all steps
# A check gives its steps: one, or one for each column, so that a progress bar moves while a large table is read.
Check = Callable[[Subject], Iterable[CheckStep]]


class Report(NamedTuple):
    """How a file was read, how much it holds, and its findings, errors first. None is what could not be found out."""

    file: str
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    rows: int | None = None
    columns: int | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether any finding is an error."""
        return any(finding.severity == ERROR for finding in self.findings)


class CheckTask(NamedTuple):
    """The steps whose findings stand in one report, and what makes the report without them, once they are done."""

    make_report: Callable[[], Report]
    steps: Sequence[CheckStep]


def one_step(find: Callable[[Subject], Iterable[Finding]]) -> Check[Subject]:
    """The check that asks one function for all its findings at once."""
    return lambda subject: [lambda: find(subject)]


def plan_steps(checks: Iterable[Check[Subject]], subject: Subject) -> list[CheckStep]:
    """The steps of some checks of one subject, in order."""
    return [step for check in checks for step in check(subject)]


def run_check_tasks(tasks: Sequence[CheckTask], report_progress: CheckProgressCallback | None = None) -> list[Report]:
    """The reports, in order; `report_progress` is called after each step."""
    reports, done, total = list[Report](), 0, sum(len(task.steps) for task in tasks)
    for task in tasks:
        findings = list[Finding]()
        for step in task.steps:
            findings += _run_step(step)
            done += 1
            if report_progress:
                report_progress(done, total)
        reports.append(task.make_report()._replace(findings=sort_findings(findings)))
    return reports


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, errors before warnings, else in the order found."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: finding.severity != ERROR))


def _run_step(step: CheckStep) -> Iterator[Finding]:
    """The findings that a step gives, and those that it is refused with."""
    try:
        yield from step()
    except MissingLibrary:
        raise
    except Refused as refused:
        yield from refused.findings
