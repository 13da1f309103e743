"""Years and lists are proposed where rows prove them, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli.tables.profiling import column_profile
from roundtable_cli.tables.profiling.declared_types import propose_type
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, Table


def proposed(folder: Path, heading: str, cells: list[str]) -> Field:
    """The field proposed for a column."""
    file = folder / "t.csv"
    file.write_text("x\t" + heading + "\n" + "".join(f"a\t{cell}\n" for cell in cells), encoding="utf-8")
    source = Source(Table("t", (file,)), folder)
    return propose_type(column_profile.profile_column(source, source.get_field(heading))).field


@pytest.mark.parametrize(
    ("heading", "cells", "type_"),
    [
        ("year", ["2024", "2025"], "year"),
        ("Год", ["2024", "", "1999"], "year"),
        ("year", ["1", "2"], "integer"),
        ("Год рождения", ["1990", "1991"], "integer"),
        ("years of school", ["2024", "2025"], "integer"),
    ],
)
def test_a_year_is_plausible(tmp_path: Path, heading: str, cells: list[str], type_: str) -> None:
    """And its heading says nothing else."""
    assert proposed(tmp_path, heading, cells).type == type_


@pytest.mark.parametrize(
    ("cells", "delimiter"),
    [
        (["water; light", "light; roads", "water", "roads; water"], ";"),
        (["water, light", "light, roads", "water"], ","),
        (["Osh, Alay", "Osh, Nookat", "Talas, Manas"], ""),
        (["Osh, Alay", "Osh, Nookat", "Osh"], ""),
        (["a; b", "c; d", "e; f"], ""),
        (["1; 2", "2; 3", "1; 3"], ""),
        (["water; light", "water; light"], ""),
    ],
)
def test_items_come_again_in_other_places(tmp_path: Path, cells: list[str], delimiter: str) -> None:
    """The parts of an address have places of their own, and what comes once is no choice."""
    field = proposed(tmp_path, "topics", cells)
    assert (field.delimiter if field.type == "list" else "") == delimiter
