"""Drafts of numbers: a percentage is said to be one only where that is certain."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from roundtable_cli import Project
from roundtable_cli.scaffold import indicator_drafts
from roundtable_cli.scaffold.schema_proposal import propose_schemas
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Table
from tests.scaffold.test_definitions_writer import begun, value
from tests.tables.workbooks import xlsx


def unit(folder: Path, header: str, cells: list[Any], name: str = "t.xlsx") -> list[tuple[str, str]]:
    """The measures of a column, and their units."""
    path = folder / name
    if name.endswith(".csv"):
        path.write_text("id;c\n".replace("c", header) + "".join(f"{n};{cell}\n" for n, cell in enumerate(cells)))
    else:
        path.write_bytes(xlsx([["id", header], *([f"A{n}", cell] for n, cell in enumerate(cells))]))
    (proposal,) = propose_schemas({"t": Source(Table("t", (path,)), folder)}).values()
    return [
        (draft.measure, draft.unit)
        for draft in indicator_drafts.draft_indicators(proposal)
        if draft.columns == (header,)
    ]


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("Посещаемость, %", [0.5, 0.75, 1, 0.8], ""),
        ("Посещаемость, %", [1, 0, 1, 1], ""),
        ("Посещаемость, %", [-0.5, 0.25], ""),
        ("Выполнение плана, %", [0.5, 0.75, 1.2], ""),
        ("Посещаемость, %", [45.5, 60, 0.5], "%"),
        ("Ставка, %", [2.5, 3, 7.25], "%"),
        ("Посещаемость, %", ["50%", "75%"], "%"),
        ("Посещаемость", ["50%", "0,5%"], "%"),
        ("Доля", [0.5, 0.75], ""),
        ("share", [0.5, 0.75], ""),
        ("completion rate", [50, 75.5], ""),
    ],
)
def test_a_percentage_is_certain(tmp_path: Path, header: str, cells: list[Any], expected: str) -> None:
    """By a sign in the cells; under one in the header, by numbers that are no parts of a whole."""
    assert unit(tmp_path, header, cells) == [("mean", expected)]


def test_texts_without_a_sign_are_judged_alike(tmp_path: Path) -> None:
    """A file of texts may have been made from such a workbook."""
    assert unit(tmp_path, "Посещаемость, %", ["0,5", "0,75"], "t.csv") == [("mean", "")]
    assert unit(tmp_path, "Посещаемость, %", ["45,5", "60,5"], "t.csv") == [("mean", "%")]


@pytest.mark.parametrize(
    ("cells", "mean"), [(["0.5", "0.75", "1", "0.8"], 0.7625), (["50%", "75%", "100%", "80%"], 76.25)]
)
def test_nothing_multiplies(tmp_path: Path, cells: list[str], mean: float) -> None:
    """The mean is that of the cells as they are written."""
    project: Project = begun(tmp_path, {"t": "id,Attendance %\n" + "".join(f"A,{cell}\n" for cell in cells)})
    (code,) = [code for code in project.framework.indicators if "attendance" in code]
    assert value(project, code) == {("total",): pytest.approx(mean)}
