"""The names of the columns of data are known where they are needed."""

from __future__ import annotations

import pytest

from roundtable_cli import Project
from roundtable_cli.indicators.definitions.data_columns import (
    OCCASIONAL_COLUMNS,
    RESERVED_NAMES,
    TO_DATE_COLUMNS,
)
from roundtable_cli.output.layouts.cell_texts import ValueExtras
from roundtable_cli.output.layouts.summary_page import summary_data
from roundtable_cli.output.layouts.tracking_page import tracking_data


@pytest.fixture(scope="module")
def heads() -> list[tuple[str, ...]]:
    """The columns of data of the sample, with all that may be asked for beside a value."""
    project = Project.open("sample")
    extras = ValueExtras(parts=True, percent="all")
    summary = summary_data(project.compute(["activists"], by=["sex"]), "en", extras=extras)
    return [summary.head, tracking_data(project.track(["activists"], by=["sex"]), "en").head]


def test_every_column_has_a_reserved_name(heads: list[tuple[str, ...]]) -> None:
    """But the breakdown's own, and those that stand only in some data."""
    assert [{*head} - RESERVED_NAMES - {*OCCASIONAL_COLUMNS} for head in heads] == [{"sex"}, {"sex"}]


def test_every_reserved_name_is_a_column(heads: list[tuple[str, ...]]) -> None:
    """No name is kept from dimensions for nothing; three stand where targets are those of periods."""
    own_targets = {"targets_are", *TO_DATE_COLUMNS}
    assert RESERVED_NAMES - {name for head in heads for name in head} <= own_targets
