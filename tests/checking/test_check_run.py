"""The run of checks: each is asked, refusals are findings, and errors come first."""

from __future__ import annotations

from collections.abc import Iterator

from roundtable_cli.checking.check_run import CheckTask, Report, one_step, plan_steps, run_check_tasks
from roundtable_cli.errors import WARNING, Finding, Refused
from roundtable_cli.finding_codes import NO_ROWS, TYPE_ERROR

DOUBT, FAULT = Finding(NO_ROWS, "no row", severity=WARNING), Finding(TYPE_ERROR, "no date")


def warn(subject: str) -> Iterator[Finding]:
    """A check that finds one thing."""
    yield DOUBT._replace(file=subject)


def refuse(subject: str) -> Iterator[Finding]:
    """A check that finds one thing, and then can't go on."""
    yield DOUBT._replace(file=subject)
    raise Refused(FAULT)


def test_a_refused_check_is_a_finding_and_the_others_go_on() -> None:
    """Each finding stands once, errors first; what was found before a refusal stays."""
    steps = plan_steps([one_step(warn), one_step(refuse), one_step(warn)], "a.csv")
    first, second = run_check_tasks([CheckTask(lambda: Report("a.csv"), steps), CheckTask(lambda: Report("b.csv"), [])])

    assert first.findings == (FAULT, DOUBT._replace(file="a.csv"))
    assert first.has_errors
    assert (second.file, second.findings, second.has_errors) == ("b.csv", (), False)


def test_a_report_is_made_when_its_steps_are_done() -> None:
    """How a file was read is known only after it was."""
    done = list[str]()

    def step() -> Iterator[Finding]:
        done.append("read")
        return iter(())

    (report,) = run_check_tasks([CheckTask(lambda: Report(",".join(done)), [step])])
    assert report.file == "read"
