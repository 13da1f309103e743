"""Totals told by arithmetic, and records that only happen to add up."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from roundtable_cli.tables.reading.totals.total_search import TotalSearch, search_totals

GROUPS = ("Osh", "Naryn", "Talas", "Chui", "Batken", "Jalal", "Bishkek")


def search(text: str, **declared: str) -> TotalSearch:
    """A search among rows that are written with commas, a line each; `c1="Both"` declares a category of column 1."""
    categories = {int(name[1:]): {label} for name, label in declared.items()}
    return search_totals([line.split(",") for line in text.split()], categories)


@pytest.mark.parametrize(
    ("text", "totals"),
    [
        ("1,A,10 2,B,20 3,C,11 4,Total,41", [3]),
        ("Osh,A,10 Osh,B,20 Osh,Итого,30 Naryn,C,5 Naryn,D,6 Naryn,Итого,11", [2, 5]),
        ("A,10 B,20 C,11 Gesamt,41", [3]),
        ("A,10 B,20 C,11 المجموع,41", [3]),
        ("Jami,41 A,10 B,20 C,11", [0]),
        ("A,10 B,20 C,11 Moyenne,13.7", [3]),
        ("Osh,A,10 Osh,B,20 ,,30 Naryn,C,5 Naryn,D,6 ,,11", [2, 5]),
        ("A,1012,233 B,2023,121 C,1133,777 Xyz,4168,1131", [3]),
        ("A,101.25 B,202.35 C,33.07 Xyz,336.67", []),
        ("A,1301.25 B,2702.35 C,933.07 Xyz,4936.67", [3]),
        ("2019,10 2020,20 2021,11 Xyz,41", [3]),
        ("A,10 B,20 Subtotal,30 C,5 D,8 Subtotal,13 Total,43 Average,10.75", [2, 5, 6, 7]),
        ("A,10,25% B,30,75% Total,40,50%", [2]),
    ],
)
def test_totals_are_found(text: str, totals: list[int]) -> None:
    """Wherever the label stands, in any language, above or below; without a label; over subtotals, and means."""
    assert sorted(search(text).proven) == totals


def test_a_label_in_no_catalogue_is_proven_by_its_groups() -> None:
    """In two groups it may be chance, and is told; in seven it is not."""
    amounts = random.Random(7)  # noqa: S311
    rows = []
    for place in GROUPS:
        women, men = amounts.randint(11, 60), amounts.randint(11, 60)
        rows += [f"{place},w,{women}", f"{place},m,{men}", f"{place},zz,{women + men}"]
    many, few = search(" ".join(rows)), search(" ".join(rows[:6]))
    assert sorted(many.proven) == [*range(2, 21, 3)]
    assert (few.proven, sorted(few.possible)) == ({}, [2, 5])


@pytest.mark.parametrize(
    "text",
    [
        "A,10 B,20 C,30",
        "A,1 B,2 C,3",
        "A,5 B,5 C,5 D,5",
        "A,1 B,1 C,2 D,3 E,5 F,8 G,13 H,21 I,34 J,55",
        "P1,2024-01-05,10 P2,2024-01-06,20 P3,2024-01-09,30",
        "2018,4 2019,6 2020,10",
        "A,10,0.12 B,20,0.24 C,30,0.36",
    ],
)
def test_records_that_happen_to_add_up_are_records(text: str) -> None:
    """Small or round numbers, equal ones, a series; rows with names and dates of their own; the same in dollars."""
    found = search(text)
    assert (found.proven, found.possible) == ({}, {})


def test_what_is_likely_is_told() -> None:
    """With the rows that it sums."""
    found = search("A,10 B,20 C,11 Xyz,41")
    assert (found.proven, found.possible) == ({}, {3: (0, 1, 2)})


def test_a_year_below_quarters_is_told() -> None:
    """A label of digits alone is odd where all others have letters; it proves nothing in rows that don't add up."""
    assert search("Q1,10 Q2,20 Q3,30 Q4,45 2023,105").possible == {4: (0, 1, 2, 3)}
    assert search("Q1,10 Q2,20 Q3,30 Q4,45 2023,100").possible == {}


def test_a_total_of_all_proves_the_possible_ones_that_it_leaves_out() -> None:
    """Subtotals among records with gaps are possible, until the last row is the sum of the others alone."""
    text = (
        "P5,,,31,Ann P3,,f,38,Eva P2,,f,24,Kim ,,,93, P4,Osh,m,57,Lee P4,Osh,m,61,Lee P4,Osh,f,3, Osh,Osh,,121, "
        "-,Talas,,56,Kim P1,Talas,m,, P2,Talas,f,27,Kim P3,Talas,,5, Talas,Talas,,88, P9,Naryn,m,41,Lee ,,,{},"
    )
    found, other = search(text.format(343)), search(text.format(344))
    assert sorted(found.proven) == [3, 7, 12, 14]
    assert (other.proven, sorted(other.possible)) == ({}, [3, 7, 12])


def test_a_declared_category_is_a_record() -> None:
    """Whoever declares the label says so; other labels of the column are looked at."""
    text = "Osh,m,10 Osh,f,20 Osh,Both,30 Naryn,m,5 Naryn,f,6 Naryn,Both,11"
    assert sorted(search(text).proven) == [2, 5]
    assert search(text, c1="Both").proven == {}


def _random_rows(chance: random.Random) -> list[list[str]]:
    """A small table of records: names, places, codes or dates, and numbers of a kind that real tables have."""
    count = chance.choice([3, 4, 5, 8, 12, 20])
    kinds: list[Callable[[int], str]] = [
        lambda _: str(chance.randint(0, 5)),
        lambda _: str(chance.randint(1, 60)),
        str,
        lambda _: str(chance.randint(1, 9) * 1000),
        lambda _: f"{chance.uniform(1, 900):.2f}",
        lambda _: chance.choice(["2", "2", "2", "4"]),
        lambda _: str(chance.randint(2015, 2024)),
        lambda _: "" if chance.random() < 0.1 else str(chance.randint(10, 70)),
    ]
    labels: list[Callable[[int], str]] = [
        lambda row: f"V{row}",
        lambda row: chr(65 + row),
        lambda row: "wmx"[row % 3],
        lambda row: GROUPS[row // 3],
        lambda _: f"2024-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}",
        lambda row: "" if chance.random() < 0.05 else f"n{row}",
    ]
    columns = [*chance.choices(labels, k=chance.randint(1, 3)), *chance.choices(kinds, k=chance.randint(1, 4))]
    return [[make(row) for make in columns] for row in range(count)]


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.long)])
def test_no_random_records_are_totals(seed: int) -> None:
    """In thousands of tables none is left out, and hardly any is told to be possible."""
    chance, possible, tries = random.Random(seed), 0, 20_000 if seed else 1_500  # noqa: S311
    for _ in range(tries):
        rows = _random_rows(chance)
        found = search_totals(rows, {})
        assert not found.proven, rows
        possible += bool(found.possible)
    assert possible < tries / 250


@pytest.mark.parametrize("label_place", [0, 40])
def test_totals_of_a_very_wide_table_are_found_in_some_of_its_columns(label_place: int) -> None:
    """The label stands in one of the first; where its numbers are no sums, the row is proven none."""
    rows = [[str(row * place + 7 * place % 90) for place in range(1, 600)] for row in range(5)]
    sums = [sum(map(int, cells)) for cells in zip(*rows, strict=True)]
    for added, found in ((0, [5]), (1, [])):
        table = [*rows, [str(number + added) for number in sums]]
        labels = ["a", "b", "c", "d", "e", "Total"]
        labelled = [[*row[:label_place], label, *row[label_place:]] for label, row in zip(labels, table, strict=True)]
        assert [*search_totals(labelled, {}).proven] == found
