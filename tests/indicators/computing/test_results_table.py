"""Results in order: every cell with its margins, and the figure that was published."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from roundtable_cli import Project
from roundtable_cli.indicators.computing import results_table
from roundtable_cli.indicators.results import Result
from tests.indicators.computing.register_project import COUNT, PEOPLE, TABLE, Open, cells


def test_a_cross_table_has_both_margins_and_the_total(project: Open) -> None:
    """Counted by hand: of a, b, c, d, with b once of no sex and c of no place."""
    results = project(PEOPLE, TABLE).compute(by=["sex", "place"])
    assert list(cells(results).items()) == [
        (("f", "S1"), 1),
        (("f", "S2"), 1),
        (("f", "not recorded"), 1),
        (("f", "total"), 2),
        (("m", "S1"), 1),
        (("m", "S2"), 1),
        (("m", "not recorded"), 0),
        (("m", "total"), 2),
        (("not recorded", "S1"), 1),
        (("not recorded", "S2"), 0),
        (("not recorded", "not recorded"), 0),
        (("not recorded", "total"), 1),
        (("total", "S1"), 2),
        (("total", "S2"), 2),
        (("total", "not recorded"), 1),
        (("total", "total"), 4),
    ]


def test_the_counts_of_every_cell_are_its_own(project: Open) -> None:
    """d's two rows are one man in S2 and one repeat."""
    results = project(PEOPLE, TABLE).compute(by=["sex", "place"])
    cell = results.of("n", (("sex", "m"), ("place", "S2")))
    assert cell is not None
    assert (cell.value, cell.counts.rows, cell.counts.repeats) == (1, 2, 1)


def test_three_dimensions_have_all_their_margins(project: Open) -> None:
    """A cell per combination, and the total of each."""
    table = {"t": "a,b,c\nx,1,p\ny,2,p\n"}
    found = cells(project(COUNT, table).compute(by=["a", "b", "c"]))
    assert len(found) == 3 * 3 * 2
    assert (found[("x", "1", "p")], found[("x", "2", "p")], found[("total", "total", "p")]) == (1, 0, 2)
    assert (found[("y", "total", "total")], found[("total", "total", "total")]) == (1, 2)


def test_results_can_be_asked_for_by_code_and_cell(project: Open) -> None:
    """They are a sequence besides."""
    results = project(COUNT + COUNT.replace(".n]", ".m]"), TABLE).compute(by=["sex"])
    assert len(results) == 8
    assert [indicator.code for indicator in results.indicators] == ["n", "m"]
    woman = results.of("m", (("sex", "f"),))
    assert woman is not None
    assert woman.value == 3
    assert results.of("n", (("sex", "x"),)) is None
    assert [result.code for result in results[:5]] == ["n"] * 4 + ["m"]
    assert [category.code for category in results.categories["sex"]] == ["f", "m", "not recorded"]


def test_a_figure_that_differs_from_the_published_one_is_noted(project: Open) -> None:
    """With what was published; an equal one is not."""
    published = "published = {{ value = {}, source = 'round table' }}\n"
    results = project(COUNT + published.format(8), TABLE).compute()
    assert [(note.kind, str(note.about["comparison"].figure.value)) for note in results.notes] == [("published", "8")]  # type: ignore[attr-defined]
    assert not project(COUNT + published.format(7), TABLE).compute().notes
    assert not project(COUNT + published.format("7.0"), TABLE).compute().notes


def test_a_published_figure_is_compared_with_the_whole_alone(project: Open) -> None:
    """A part of the records, by condition or period, is another figure."""
    opened = project(COUNT + "published = { value = 8 }\n", TABLE)
    assert not opened.compute(where={"sex": "f"}).notes
    assert [note.kind for note in opened.compute(by=["sex"]).notes] == ["published"]


class CountedList(list[Result]):
    """A list that knows how often it was gone through."""

    passes = 0

    def __iter__(self) -> Iterator[Result]:
        """Counts, and goes through."""
        self.passes += 1
        return super().__iter__()


def test_a_breakdown_takes_time_that_grows_with_its_categories(project: Open) -> None:
    """All results are gone through a few times, not once for each of them: there may be 100,000."""
    rows = "".join(f"p{number},v{number}\n" for number in range(60))
    results = project(COUNT, {"t": f"id,village\n{rows}"}).compute(by=["village"])
    counted = CountedList(results)
    assert len([*results_table._add_overlaps(counted, {}, results.by)]) == 61
    assert counted.passes <= 3


def difference_of(first: str, second: str, measure: str = "difference", section: str = "") -> str:
    """A formula of two sums of a personal column, each over the rows of its condition."""
    sums = (
        f'[indicators.{code}]\ntable = "t"\nmeasure = "sum"\ncolumn = "amount"\n{where}'
        for code, where in (("a", first), ("b", second))
    )
    return f'{section}{"".join(sums)}[indicators.n]\nmeasure = "{measure}"\nof = ["a", "b"]\n'


@pytest.mark.parametrize(
    ("first", "second", "is_hidden"),
    [
        ("", 'where = { id = { not = "P8" } }\n', True),  # all less all but one is that one's value
        ('where = { id = { not = "P7" } }\n', 'where = { id = { not = "P8" } }\n', True),
        ("", "where = { amount = { max = 80 } }\n", True),
        ("", 'where = { sex = "f" }\n', False),  # all less women are four men
        ('where = { sex = "f" }\n', 'where = { sex = "m" }\n', False),  # no row is in both
        ('where = { sex = "f" }\n', 'where = { sex = "f" }\n', False),
    ],
)
@pytest.mark.parametrize("measure", ["difference", "product"])
def test_a_formula_of_two_sums_is_hidden_where_few_people_are_between(
    project: Callable[..., Project], first: str, second: str, is_hidden: bool, measure: str
) -> None:
    """What one person has is told neither by a sum over her alone, nor by the difference of two sums over many."""
    fields = [{"name": "id"}, {"name": "sex"}, {"name": "amount", "type": "integer", "rt:personal": True}]
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}
    rows = "id,sex,amount\n" + "".join(f"P{number},{'fm'[number % 2]},{number * 10}\n" for number in range(1, 9))

    def hidden_values(section: str = "", by: Sequence[str] = ()) -> list[bool]:
        opened = project(difference_of(first, second, measure, section), {"t": rows}, package)
        return [result.is_hidden for result in opened.compute(["n"], by=by)]

    assert hidden_values() == [is_hidden]
    assert all(hidden_values(by=["sex"])) or not is_hidden
    assert hidden_values("[project]\nleast_people = 1\n") == [False]
