"""What only the user knows is answered by a command, without an edit of JSON; an answer about nothing is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Project, Refused

INCOMES = "who,income\n" + "".join(f"U{row},{1000 + 37 * row}\n" for row in range(9)) + "U9,-99\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project of two tables with a column of one name; the visits have a key."""
    (tmp_path / "people.csv").write_text(INCOMES, encoding="utf-8")
    (tmp_path / "visits.csv").write_text("visit_id,kits,income\nV1,5,7\nV2,6,8\n", encoding="utf-8")
    Project.begin(tmp_path / "made", [tmp_path / "people.csv", tmp_path / "visits.csv"])
    return tmp_path / "made"


def incomes(folder: Path) -> object:
    """The sum of the incomes of people."""
    project = Project.open(folder)
    code = next(code for code in project.framework.indicators if code.endswith("people_income"))
    return project.compute([code])[0].value


def doubts(folder: Path) -> list[str]:
    """The remedies that `check` tells for numbers that may stand for no value."""
    found = (finding for report in Project.open(folder).check() for finding in report.findings)
    return [finding.remedy for finding in found if finding.code == "missing-mark"]


def test_a_doubtful_number_is_answered_by_the_command_that_is_told(folder: Path) -> None:
    """It counts until then, and is not told again after."""
    assert doubts(folder) == [
        'if it stands for no value, clear these cells; or rt-stats check --fix --missing "income=-99" declares it'
    ]
    before = incomes(folder)
    assert Project.open(folder).declare(missing=["people.income=-99"]) == [
        'datapackage.json: people: income missing "-99"'
    ]
    assert (before, incomes(folder), doubts(folder)) == (10233, 10332, [])


@pytest.mark.parametrize(
    ("missing", "without_key", "said"),
    [
        ("incom=-99", "", 'no table has a column "incom" — did you mean "income"'),
        (
            "income=-99",
            "",
            'several tables have a column "income" — name the table too: "people.income"',
        ),
        ("people.income=-98", "", 'no row of people has "-98" in "income"'),
        ("people.income", "", '"people.income" has no "="'),
        ("", "vists", 'there is no table "vists"'),
    ],
)
def test_an_answer_about_nothing_is_refused(folder: Path, missing: str, without_key: str, said: str) -> None:
    """And nothing is written."""
    before = (folder / "datapackage.json").read_bytes()
    with pytest.raises(Refused) as refused:
        Project.open(folder).declare(missing=filter(None, [missing]), without_key=filter(None, [without_key]))
    assert said in str(refused.value)
    assert (folder / "datapackage.json").read_bytes() == before


@pytest.fixture
def signs(tmp_path: Path) -> Path:
    """A project whose headings and cells hold the sign that parts them in an answer."""
    rows = "id,a,a=b,note\n1,Osh,5,x=y\n2,b=-99,-99,fine\n3,Osh,7,x=y\n4,Talas,-98,good\n5,b=0,7,good\n"
    (tmp_path / "visits.csv").write_text(rows, encoding="utf-8")
    Project.begin(tmp_path / "made", [tmp_path / "visits.csv"])
    return tmp_path / "made"


@pytest.mark.parametrize(
    ("answer", "column", "text"),
    [
        ("note=x=y", "note", "x=y"),
        ("visits.note = x=y", "note", "x=y"),
        ("a=b=-98", "a=b", "-98"),
        ("a=b=0", "a", "b=0"),
        ("visits.a=b=-98", "a=b", "-98"),
    ],
)
def test_a_column_and_a_text_may_hold_the_sign_between_them(signs: Path, answer: str, column: str, text: str) -> None:
    """The columns and their cells tell where the one ends and the other begins."""
    assert Project.open(signs).declare(missing=[answer]) == [f'datapackage.json: visits: {column} missing "{text}"']


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("a=b=-99", '"a=b=-99" names several columns: "a" and "a=b" — write the text into the missingValues'),
        ("note=x", 'no row of visits has "x" in "note"'),
        ("nota=x=y", 'no table has a column "nota" — did you mean "note"'),
    ],
)
def test_an_answer_that_may_mean_two_columns_is_refused(signs: Path, answer: str, said: str) -> None:
    """So is one that means none; nothing is written."""
    before = (signs / "datapackage.json").read_bytes()
    with pytest.raises(Refused) as refused:
        Project.open(signs).declare(missing=[answer])
    assert said in str(refused.value)
    assert (signs / "datapackage.json").read_bytes() == before


def test_a_key_that_others_refer_to_stays(tmp_path: Path) -> None:
    """Rows that refer to an id that comes again would be counted twice."""
    (tmp_path / "people.csv").write_text("person_id,sex\nP1,f\nP2,m\nP3,f\n", encoding="utf-8")
    (tmp_path / "visits.csv").write_text("visit_id,person_id\nV1,P1\nV2,P1\nV3,P2\n", encoding="utf-8")
    Project.begin(tmp_path / "made", [tmp_path / "people.csv", tmp_path / "visits.csv"])
    with pytest.raises(Refused, match='the rows of "visits" refer to the key of people'):
        Project.open(tmp_path / "made").declare(without_key=["people"])
    assert Project.open(tmp_path / "made").declare(without_key=["visits"]) == [
        "datapackage.json: visits: primaryKey visit_id is not declared any more"
    ]
    with pytest.raises(Refused, match="visits declares no primaryKey"):
        Project.open(tmp_path / "made").declare(without_key=["visits"])
