"""What a filled-in sheet says, by numbers worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.comparison.recount.recount_verification import RecountVerification
from roundtable_cli.output.layouts.recount_page import sheet_data
from tests.comparison.recount.recount_project import draw, fill
from tests.comparison.small_project import ROWS, write_visits


def verified(
    tmp_path: Path, code: str, answers: dict[str, dict[str, str]], by: tuple[str, ...] = ()
) -> RecountVerification:
    """What is said where some visits are answered so, and all others are found."""
    path = fill(
        tmp_path / "r.csv", draw(tmp_path / "p", code, by=by), lambda row: answers.get(row["visit"], {"found": "yes"})
    )
    return Project.open(tmp_path / "p").diff_recount(path)


def test_a_sum_is_verified_by_its_amounts(tmp_path: Path) -> None:
    """585.50 were reported. One receipt of 250 is not there, one of 100 says 90: 325.50 are found."""
    answers = {"V2": {"found": "no"}, "V3": {"value_found": "90"}}
    (line,) = verified(tmp_path, "income", answers).lines
    assert (line.drawn, line.answered, line.confirmed, line.failed, line.unanswered) == (5, 5, 3, 2, 0)
    assert (line.reported, line.verified) == (585.5, 325.5)
    assert line.factor.factor == pytest.approx(325.5 / 585.5)
    assert line.factor.is_accepted is False


def test_people_are_verified_by_their_rows(tmp_path: Path) -> None:
    """Three people; one is in no list: two thirds. All rows were drawn, so that nothing is uncertain."""
    (line,) = verified(tmp_path, "trained", {"V2": {"found": "no"}}).lines
    assert (line.reported, line.verified) == (3, 2)
    assert (line.factor.factor, line.factor.low, line.factor.high) == pytest.approx((2 / 3, 2 / 3, 2 / 3))


def test_categories_and_all_of_them(tmp_path: Path) -> None:
    """A line for each category, and one for both."""
    lines = verified(tmp_path, "income", {"V2": {"found": "no"}}, by=("sex",)).lines
    assert [(line.category, line.reported, line.verified) for line in lines] == [
        ("f", 275.5, 275.5),
        ("m", 310, 60),
        (None, 585.5, 335.5),
    ]


def test_amounts_in_two_currencies_are_not_taken_together(tmp_path: Path) -> None:
    """Each currency has its line, and nothing adds them up."""
    fund = Project.open(Path(__file__).parents[2] / "projects" / "fund")
    sheet = sheet_data(fund.draw_recount("paid_amount", 3, seed=1, by=["currency"]))
    rows = [dict(zip(sheet.head, ("" if one is None else str(one) for one in row), strict=True)) for row in sheet.rows]
    lines = fund.diff_recount(fill(tmp_path / "r.csv", rows, lambda _: {"found": "yes"})).lines
    assert [line.category for line in lines] == ["KGS", "USD"]


def test_rows_that_say_nothing_are_told(tmp_path: Path) -> None:
    """Two are not filled in: the factor is of the others. One that was deleted is missing."""
    rows = draw(tmp_path / "p")
    path = fill(tmp_path / "r.csv", rows[1:], lambda row: {"found": "yes" if row["visit"] == "V5" else ""})
    verification = Project.open(tmp_path / "p").diff_recount(path)
    assert (verification.unanswered, verification.missing, verification.changed) == ((2, 3, 4), 1, ())
    assert (verification.lines[0].answered, verification.lines[0].unanswered) == (1, 4)


def test_records_that_have_changed_are_told(tmp_path: Path) -> None:
    """A row that is no longer drawn keeps what the sheet says was reported."""
    path = fill(tmp_path / "r.csv", draw(tmp_path / "p"), lambda _: {"found": "yes"})
    write_visits(tmp_path / "p", ROWS[:2])
    verification = Project.open(tmp_path / "p").diff_recount(path)
    assert len(verification.changed) == 5  # each row says of how many it was drawn
    assert verification.lines[0].reported == 585.5


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        ({"visit": "V1"}, ["visit"]),
        ({"income": "25"}, ["income"]),
        ({"value": "500"}, ["value"]),
        ({"row": "77"}, ["row"]),
        ({"visit": "v2", "income": "250,00", "value": "250.0", "of": "", "category": "окт.14"}, []),
    ],
    ids=["id", "amount", "value", "place", "spreadsheet"],
)
def test_cells_that_were_edited_are_told(tmp_path: Path, edit: dict[str, str], told: list[str]) -> None:
    """And count for nothing: a row is known by its mark. What a spreadsheet writes in its own way is not told."""
    path = fill(
        tmp_path / "r.csv", draw(tmp_path / "p"), lambda row: {"found": "yes"} | (edit if row["row"] == "3" else {})
    )
    verification = Project.open(tmp_path / "p").diff_recount(path)
    assert [name for _, name in verification.edited] == told
    assert (verification.lines[0].reported, verification.lines[0].verified, verification.failed) == (585.5, 585.5, ())


@pytest.mark.parametrize("edit", [{"mark": ""}, {"mark": "b"}, {"row": "9", "mark": "c"}])
def test_a_row_that_was_not_drawn_is_refused(tmp_path: Path, edit: dict[str, str]) -> None:
    """With its row: somebody added it."""
    rows = draw(tmp_path / "p")
    path = fill(tmp_path / "r.csv", [*rows, {**rows[0], **edit}], lambda _: {"found": "yes"})
    with pytest.raises(Refused, match="row 7: this row was not drawn"):
        Project.open(tmp_path / "p").diff_recount(path)


def test_an_edited_value_is_refused_where_the_records_have_changed(tmp_path: Path) -> None:
    """Nothing else says then what was reported."""
    path = fill(tmp_path / "r.csv", draw(tmp_path / "p"), lambda _: {"found": "yes", "value": "500"})
    write_visits(tmp_path / "p", ROWS[:2])
    with pytest.raises(Refused, match="was changed since"):
        Project.open(tmp_path / "p").diff_recount(path)


def test_a_sheet_that_nobody_has_filled_in_is_refused(tmp_path: Path) -> None:
    """It would confirm nothing."""
    path = fill(tmp_path / "r.csv", draw(tmp_path / "p"), lambda _: {"remark": "later"})
    with pytest.raises(Refused, match="no row is filled in"):
        Project.open(tmp_path / "p").diff_recount(path)
