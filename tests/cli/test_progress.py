"""Long work shows itself, to somebody who waits at a terminal, and to nobody else."""

from __future__ import annotations

import io
import sys
from time import sleep

import pytest

from roundtable_cli.cli import progress


class Screen(io.StringIO):
    """A stream that is a terminal, or is none."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        """Whether somebody looks."""
        return self.terminal


@pytest.mark.parametrize(("terminal", "seconds", "shown"), [(True, 3.0, True), (True, 0.1, False), (False, 9, False)])
def test_a_bar_is_shown(monkeypatch: pytest.MonkeyPatch, terminal: bool, seconds: float, shown: bool) -> None:
    """On a terminal, after two seconds; at the end all of it is done and the line is ended."""
    screen, now = Screen(terminal), [0.0]
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])
    with progress.progress_bar() as report_progress:
        for done in range(1, 5):
            now[0] += seconds / 4
            report_progress(done, 4)
    assert ("100%" in screen.getvalue()) is shown
    assert screen.getvalue().endswith("\n") is shown


@pytest.mark.parametrize(("terminal", "patience", "shown"), [(True, 0.0, True), (True, 9, False), (False, 0.0, False)])
def test_what_is_done_is_told(monkeypatch: pytest.MonkeyPatch, terminal: bool, patience: float, shown: bool) -> None:
    """On a terminal, when somebody has waited: a line that is written anew, and gone where the work fails too."""
    screen = Screen(terminal)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(progress, "DELAY_SECONDS", patience)
    monkeypatch.setattr(progress, "REPAINT_SECONDS", 0.01)
    with pytest.raises(KeyboardInterrupt), progress.status_line() as report_progress:  # noqa: PT012 - it is stopped from within
        report_progress("reading people")
        for _ in range(200 if shown else 1):
            if "reading people … 0 s" in screen.getvalue():
                break
            sleep(0.01)
        raise KeyboardInterrupt
    assert ("reading people … 0 s" in screen.getvalue()) is shown
    assert screen.getvalue().endswith("\r\x1b[K") is shown


@pytest.mark.parametrize("terminal", [True, False])
def test_a_signal_that_a_library_swallowed_stops_the_next_step(monkeypatch: pytest.MonkeyPatch, terminal: bool) -> None:
    """What DuckDB calls in Python may be interrupted, and the work go on."""
    monkeypatch.setattr(sys, "stderr", Screen(terminal))
    received: list[int] = []
    monkeypatch.setattr(progress, "received_signals", received)
    with progress.status_line() as report_progress:
        report_progress("reading people")
        received.append(2)
        with pytest.raises(KeyboardInterrupt):
            report_progress("reading visits")
