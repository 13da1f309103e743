"""Texts that are not exact: Python reads each different one once, and names the first of those that are at fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Refused
from roundtable_cli.tables.checks import cell_checks
from roundtable_cli.tables.engines.sql import external_table, text_loader
from roundtable_cli.tables.engines.sql.engine import SqlEngine
from roundtable_cli.tables.table import Field
from tests.tables.engines.conftest import databases
from tests.tables.engines.opening import cells


@databases
def test_the_first_of_many_faults_are_named(
    database: SqlEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the order of the file, though an engine finds them in any."""
    for module in (cell_checks, external_table, text_loader):
        monkeypatch.setattr(module, "MAX_NAMED_FINDINGS", 5)
    monkeypatch.setattr(external_table, "FALLBACK_MAX_BYTES", -1)
    with pytest.raises(Refused) as refused:
        cells(database, tmp_path, Field("c", "integer"), [f"x{row}" for row in range(5000)])

    assert [finding.row for finding in refused.value.findings] == [2, 3, 4, 5, 6]


@databases
def test_texts_that_are_not_plain_are_read_a_batch_at_a_time(
    database: SqlEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is what it is, in whichever batch."""
    monkeypatch.setattr(text_loader, "BATCH_ROWS", 3)
    texts = [f"ა{row % 8}e\u0301" for row in range(20)]

    assert cells(database, tmp_path, Field("c"), texts) == [f"ა{row % 8}é" for row in range(20)]
