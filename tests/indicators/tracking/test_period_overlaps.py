"""The arithmetic under a table of periods: what they add up to, less what is counted in several, is what they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli import Project
from roundtable_cli.indicators.reconciliation import OverlapEquation
from roundtable_cli.indicators.results import Note, NumericValue
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts.tracking_page import tracking_page
from tests.conftest import Make

PEOPLE = '[project]\nstart = 2026-01-01\n[indicators.people]\ntable = "t"\nmeasure = "unique"\ncolumn = "id"\n'


def visits(first: Iterable[int], second: Iterable[int], *more: str) -> dict[str, str]:
    """A table of who came in the first quarter of 2026, and who in the second."""
    rows = [*(f"{one},2026-02-01" for one in first), *(f"{one},2026-05-01" for one in second), *more]
    return {"t": "id,date\n" + "".join(f"{row}\n" for row in rows)}


def closed_equations(notes: Iterable[Note]) -> Iterator[tuple[NumericValue, NumericValue, NumericValue]]:
    """Parts, overlap and whole of each note, of which the terms add up to the parts."""
    for note in notes:
        equation, terms = note.about.get("equation"), note.about.get("terms")
        if isinstance(equation, OverlapEquation) and isinstance(terms, tuple):
            assert sum(map(Fraction, terms)) == equation.parts
            yield equation.parts, equation.overlap, equation.whole


def test_people_who_come_in_two_quarters(make: Make) -> None:
    """48 in the first quarter, 82 in the second, 40 of them in both: 90 people, by hand.

    Three rows without a date, of people who came in no quarter, are in the life of project, and in no equation.
    """
    project = Project.open(make(PEOPLE, visits(range(48), range(8, 90), "100,", "101,", "102,")))
    tracking = project.track(by=["quarter"])
    assert [line.result.value for line in tracking] == [48, 82, 93]
    assert [*closed_equations(tracking.notes)] == [(130, 40, 90)]
    text = " ".join(tracking_page(tracking, LanguageWords("en")).notes).replace("\N{NO-BREAK SPACE}", " ")
    assert "48 + 82 − 40 = 90" in text
    assert "3 rows without a date" in text


def test_a_period_narrows(make: Make) -> None:
    """The equation is of the quarters that are shown; the heading names the period that was asked for."""
    tables = visits(range(48), range(8, 90), *(f"{one},2026-08-01" for one in range(200)))
    tracking = Project.open(make(PEOPLE, tables)).track(by=["quarter"], period="2026S1")
    assert [line.period for line in tracking] == ["2026Q1", "2026Q2", "lop"]
    assert [*closed_equations(tracking.notes)] == [(130, 40, 90)]
    assert tracking_page(tracking, LanguageWords("en")).title == "Period: 2026S1 (2026-01-01 – 2026-06-30)"
    one = Project.open(make(PEOPLE, tables)).track(by=["quarter"], period="2026Q2")
    assert [*closed_equations(one.notes)] == []


def test_a_quarter_that_reaches_beyond_the_period_is_told(make: Make) -> None:
    """It is shown whole, against its whole target: the note names it."""
    tracking = Project.open(make(PEOPLE, visits([1], [2]))).track(by=["quarter"], period="2026-02..2026-06")
    assert [line.result.value for line in tracking] == [1, 1, 2]
    assert [note.about for note in tracking.notes] == [{"period": "2026-02..2026-06", "names": "2026Q1"}]


def test_what_adds_up_has_no_equation(make: Make) -> None:
    """Rows, sums and people counted once ever add up; a running total, a mean and a share are no parts of a whole."""
    toml = "".join(
        f'[indicators.i{number}]\ntable = "t"\n{keys}\n'
        for number, keys in enumerate(
            (
                'measure = "count"',
                'measure = "sum"\ncolumn = "id"',
                'measure = "unique"\ncolumn = "id"\ndedupe = "first"',
                'measure = "unique"\ncolumn = "id"\naccumulation = "cumulative"',
                'measure = "mean"\ncolumn = "id"',
                'measure = "share"\ncolumn = "id"\nmeets = { id = 9 }',
            )
        )
    )
    project = Project.open(make(toml, visits(range(1, 20), range(5, 30))))
    assert project.track(by=["quarter"]).notes == ()


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 12), st.sampled_from("fm")), min_size=1, max_size=30))
def test_it_always_closes(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, int, str]]) -> None:
    """Whoever comes when: in every category the values of the quarters, less the overlap, are the people there are."""
    folder: Path = tmp_path_factory.mktemp("project")
    folder.joinpath("indicators.toml").write_text(PEOPLE, encoding="utf-8")
    text = "".join(f"{person},2026-{month:02d}-05,{sex}\n" for person, month, sex in rows)
    folder.joinpath("t.csv").write_text(f"id,date,sex\n{text}", encoding="utf-8")
    tracking = Project.open(folder).track(by=["quarter", "sex"])
    told = {}
    for note in tracking.notes:
        if isinstance(equation := note.about.get("equation"), OverlapEquation) and "terms" in note.about:
            told[equation.cell] = equation
    for sex in ("f", "m", ""):
        people = {person for person, _, own in rows if sex in {own, ""}}
        visited = {(person, (month - 1) // 3) for person, month, own in rows if sex in {own, ""}}
        equation = told.get((("sex", sex),) if sex else ())
        parts, whole = (equation.parts, equation.whole) if equation else (len(people), len(people))
        assert (parts, whole) == (len(visited), len(people))
