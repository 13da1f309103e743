"""Cells that would tell what few people have; tests/projects/stipends/README.md works the numbers out."""

from __future__ import annotations

import random
from typing import Any

import pytest

from roundtable_cli import Project
from roundtable_cli.indicators.results import CellKey, GroupSize
from roundtable_cli.indicators.small_groups import choose_hidden_cells
from tests.conftest import ROOT
from tests.indicators.computing.register_project import cells

STIPENDS = ROOT / "tests" / "projects" / "stipends"
HIDDEN = "hidden"


def shown(code: str, *by: str, **asked: Any) -> dict[tuple[str, ...], Any]:
    """The values of an indicator by category; of hidden ones the word, and never a value."""
    results = Project.open(STIPENDS).compute([code], by=by, **asked)
    assert all(result.value is None and result.parts is None for result in results if result.is_hidden)
    names = {cell: HIDDEN for cell, result in zip(cells(results, code), results, strict=True) if result.is_hidden}
    return cells(results, code) | names


def test_a_cell_over_few_people_is_hidden_and_a_second_that_would_give_it_back() -> None:
    """In a cross table along both its sides, and in its margins."""
    assert shown("income", "village", "sex") == {
        ("Ak", "female"): HIDDEN,
        ("Ak", "male"): HIDDEN,
        ("Ak", "total"): HIDDEN,
        ("Bel", "female"): HIDDEN,
        ("Bel", "male"): HIDDEN,
        ("Bel", "total"): 2200,
        ("Chym", "female"): 0,
        ("Chym", "male"): HIDDEN,
        ("Chym", "total"): HIDDEN,
        ("total", "female"): 2400,
        ("total", "male"): 2100,
        ("total", "total"): 4500,
    }
    assert shown("income", "village") == {("Ak",): HIDDEN, ("Bel",): 2200, ("Chym",): HIDDEN, ("total",): 4500}


def test_people_are_counted_and_not_rows() -> None:
    """Three payments to one woman are hers; along a key the people are those whom it names."""
    quarters = {("2026Q1",): HIDDEN, ("2026Q2",): HIDDEN, ("total",): 280.75}
    assert {
        key: value if value == HIDDEN else float(value) for key, value in shown("paid", "quarter").items()
    } == quarters
    assert shown("income_of_paid", "sex") | {("total",): None} == {
        ("female",): HIDDEN,
        ("male",): HIDDEN,
        ("total",): None,
    }


def test_counts_of_people_are_never_hidden() -> None:
    """They are no values of a personal column; a formula over a hidden value is hidden with it."""
    assert shown("people", "village") == {("Ak",): 4, ("Bel",): 4, ("Chym",): 1, ("total",): 9}
    assert shown("paid_each", "village")["Ak",] == HIDDEN


def test_values_to_date_whose_steps_are_of_few_people_are_hidden() -> None:
    """The second quarter's, for the third less it is one man's; the steps that are left are of enough people."""
    assert shown("income_to_date", "quarter") == {
        ("2026Q1",): 600,
        ("2026Q2",): HIDDEN,
        ("2026Q3",): 4500,
        ("total",): 4500,
    }


@pytest.mark.parametrize("where", [{"village": "Chym"}, {"sex": "male", "village": "Ak"}])
def test_a_total_over_few_people_is_hidden(where: dict[str, str]) -> None:
    """A condition leaves one man, or two."""
    assert shown("income", where=where) == {(): HIDDEN}


def test_a_hidden_value_leaves_no_overlap_and_a_note() -> None:
    """The overlap would tell it; the note says of how many people a value must be."""
    results = Project.open(STIPENDS).compute(["income"], by=["village"])
    assert {result.counts.overlap for result in results} == {None}
    assert [(note.kind, note.about) for note in results.notes] == [("hidden-values", {"least": 3})]


def test_asking_for_values_hides_none() -> None:
    """With show_values; and a project may say over how many people is enough."""
    results = Project.open(STIPENDS, show_values=True).compute(["income"], by=["village"])
    assert [result.value for result in results] == [1400, 2200, 900, 4500]


def test_no_line_of_a_random_table_gives_a_small_group_back() -> None:
    """Of each row and column, what is hidden is of nobody, or of two cells at least and of enough people."""
    chance = random.Random(17)  # noqa: S311
    for _ in range(200):
        least, rows, columns = chance.randint(2, 5), chance.randint(1, 5), chance.randint(1, 4)
        people = {(row, column): chance.choice([0, 0, 1, 2, 3, 9]) for row in range(rows) for column in range(columns)}
        sizes: dict[CellKey, GroupSize] = {}
        for row in [*range(rows), None]:
            for column in [*range(columns), None]:
                count = sum(n for (r, c), n in people.items() if row in (r, None) and column in (c, None))
                pairs = (("r", row), ("c", column))
                sizes[tuple((name, str(key)) for name, key in pairs if key is not None)] = GroupSize(count, count)
        hidden = choose_hidden_cells(sizes, least)
        assert {cell for cell, size in sizes.items() if 0 < size.people < least} <= hidden
        for whole in sizes:
            for name in {"r", "c"} - {name for name, _ in whole}:
                parts = [c for c in sizes if name in dict(c) and tuple(p for p in c if p[0] != name) == whole]
                unknown = [cell for cell in parts if cell in hidden]
                if whole in hidden:
                    assert unknown
                elif unknown:
                    assert len(unknown) > 1
                    assert sum(sizes[cell].people for cell in unknown) >= least
