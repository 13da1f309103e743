"""The engine that a test computes on without naming one."""

from __future__ import annotations

import pytest

from roundtable_cli import Project
from roundtable_cli.tables.engines.sql import external_table, text_loader


def compute_on(engine: str, monkeypatch: pytest.MonkeyPatch, *, reads_itself: bool = True) -> None:
    """Let projects be opened with this engine, and let it read small files itself as it does large ones.

    Where it does not read itself, Python reads for it, as it does for anybody with small files.
    """
    monkeypatch.setitem(Project.open.__func__.__kwdefaults__, "engine", engine)  # type: ignore[attr-defined]
    if reads_itself:
        monkeypatch.setattr(external_table, "PYTHON_MAX_BYTES", -1)
    monkeypatch.setattr(text_loader, "MIN_SAMPLE_IDS", 0)
