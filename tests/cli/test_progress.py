"""Long work shows itself, to somebody who waits at a terminal, and to nobody else."""

from __future__ import annotations

import io
import sys

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


@pytest.mark.parametrize(("terminal", "seconds", "shown"), [(True, 1.5, True), (True, 0.1, False), (False, 9, False)])
def test_a_bar_is_shown(monkeypatch: pytest.MonkeyPatch, terminal: bool, seconds: float, shown: bool) -> None:
    """On a terminal, after a second; at the end all of it is done and the line is ended."""
    screen, now = Screen(terminal), [0.0]
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])
    with progress.watching() as watch:
        for done in range(1, 5):
            now[0] += seconds / 4
            watch(done, 4)
    assert ("100%" in screen.getvalue()) is shown
    assert screen.getvalue().endswith("\n") is shown
