"""Constraints of columns that an engine has read: each row that breaks one is named, as by Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli.errors import Refused
from roundtable_cli.tables.engines.sql import external_table
from roundtable_cli.tables.engines.sql.engine import SqlEngine
from roundtable_cli.tables.table import Constraints, Field
from tests.tables.engines.conftest import databases
from tests.tables.engines.opening import cells

NUMBERS, TEXTS = ["3", "5", "", "5", "9"], ["ab", "cd", "", "cd", "xyz"]


@databases
@pytest.mark.parametrize(
    ("field", "rows"),
    [
        (Field("c", "integer", constraints=Constraints(minimum="4")), [2]),
        (Field("c", "integer", constraints=Constraints(maximum="8")), [6]),
        (Field("c", "integer", constraints=Constraints(required=True)), [4]),
        (Field("c", "integer", constraints=Constraints(unique=True)), [5]),
        (Field("c", "integer", constraints=Constraints(enum=("5", "9"))), [2]),
        (Field("c", constraints=Constraints(max_length=2)), [6]),
        (Field("c", constraints=Constraints(pattern="[a-d]+")), [6]),
        (Field("c", constraints=Constraints(unique=True)), [5]),
        (Field("c", categories=("ab", "cd")), [6]),
    ],
)
def test_the_row_that_breaks_a_constraint_is_named(
    database: SqlEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, field: Field, rows: list[int]
) -> None:
    """Bounds are asked of the least value and the greatest, the others of each different value."""
    monkeypatch.setattr(external_table, "FALLBACK_MAX_BYTES", -1)
    with pytest.raises(Refused) as refused:
        cells(database, tmp_path, field, NUMBERS if field.type == "integer" else TEXTS)
    assert [finding.row for finding in refused.value.findings] == rows


@databases
def test_values_that_keep_their_constraints_are_read(database: SqlEngine, tmp_path: Path) -> None:
    """A missing value breaks none but that it be there."""
    field = Field("c", "integer", constraints=Constraints(minimum="3", maximum="9", enum=("3", "5", "9")))
    assert cells(database, tmp_path, field, NUMBERS) == [3, 5, None, 5, 9]
