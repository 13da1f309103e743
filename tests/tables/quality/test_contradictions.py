"""People entered twice under one id with different data: what contradicts, and what may differ."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli.errors import WARNING, Finding
from roundtable_cli.tables.profiling import column_profile
from roundtable_cli.tables.quality.contradictions import find_contradictions
from roundtable_cli.tables.table import Field
from tests.tables.test_source import opened

TWICE = [f"{number},{'male' if number % 2 else 'female'}" for number in range(12)] * 2
ROWS = st.lists(st.tuples(st.integers(1, 9), st.sampled_from(["f", "m", "F", ""])), max_size=25)


def found(folder: Path, header: str, rows: list[str], *fields: Field, key: tuple[str, ...] = ()) -> list[Finding]:
    """The contradictions in a table of these rows, the first of them row 2."""
    return list(
        find_contradictions(
            column_profile.profile_columns(opened(folder, "\n".join([header, *rows]), *fields, primary_key=key))
        )
    )


def test_one_person_of_two_sexes_is_told_with_both_rows(tmp_path: Path) -> None:
    """The sex is a constant by its name: one id that comes again is enough."""
    (finding,) = found(tmp_path, "person_id,sex", ["A1,f", "A2,m", "A4,male", "A5,f", "A4,female"])

    assert str(finding) == (
        'people.csv row 6, sex: "A4" has "female" here, but "male" in row 4'
        " — correct one of the two values, or give each its own id"
    )
    assert (finding.code, finding.severity) == ("contradiction", WARNING)


def test_the_rarer_value_is_the_one_looked_at(tmp_path: Path) -> None:
    """Two rows against one: the one is named, wherever it stands; an id is told once."""
    (finding,) = found(tmp_path, "person_id,sex", ["A4,f", "A4,m", "A4,m", "A1,f", "A2,f", "A3,m"])

    assert (finding.row, finding.fault) == (2, '"A4" has "f" here, but "m" in row 3')


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("№ участника,Пол", ["1,ж", "2,м", "3,м", "1,м"]),
        ("Катышуучунун коду,Жынысы", ["1,аял", "2,эркек", "3,аял", "1,эркек"]),
        ("participantID,Дата рождения", ["1,01.02.2001", "2,03.04.2002", "3,03.04.2003", "1,05.02.2001"]),
        ("id,туулган жылы", ["1,2001", "2,2002", "3,2003", "1,2002"]),
    ],
)
def test_constants_are_known_by_their_names(tmp_path: Path, header: str, rows: list[str]) -> None:
    """In three languages; a date of birth is no date of an event."""
    assert [finding.row for finding in found(tmp_path, header, rows)] == [5]


@pytest.mark.parametrize("value", ["Male", " male", "MALE.", "m", "", "n/a"])
def test_the_same_in_other_words_is_no_contradiction(tmp_path: Path, value: str) -> None:
    """Spelled alike, shortened to the first letters, or missing."""
    fields = (Field("person_id"), Field("sex", missing_values=("", "n/a")))
    assert found(tmp_path, "person_id,sex", ["A1,f", "A2,m", "A3,f", "A4,male", f"A4,{value}"], *fields) == []


@pytest.mark.parametrize("header", ["person_id,village", "person_id,home", "№,Село"])
def test_what_is_the_same_for_nearly_all_is_told_for_the_rest(tmp_path: Path, header: str) -> None:
    """Eleven of twelve ids have one value in all their rows, so that the twelfth contradicts."""
    (finding,) = found(tmp_path, header, [*TWICE, "3,other"])

    assert (finding.row, finding.fault) == (26, '"3" has "other" here, but "male" in row 5')


def test_what_may_change_is_not_two_people(tmp_path: Path) -> None:
    """People move: nobody is told to give them a second id, and nothing is told where the rows have dates."""
    (finding,) = found(tmp_path, "person_id,village", [*TWICE, "3,other"])
    assert finding.remedy == "if it has not changed, correct one of the two values"

    dated = [f"{line},2018-01-{number + 1:02}" for number, line in enumerate([*TWICE, "3,other"])]
    assert found(tmp_path, "person_id,village,day", dated) == []
    (name,) = found(tmp_path, "person_id,full_name,day", dated)
    assert name.remedy == "correct one of the two values, or give each its own id"


def test_an_age_group_changes(tmp_path: Path) -> None:
    """People grow older, dates or not."""
    assert found(tmp_path, "person_id,age group", [*TWICE, "3,other"]) == []


def test_a_roster_has_several_people_under_one_id(tmp_path: Path) -> None:
    """Where the names under an id differ, so may the sexes: the id is of a form or a household."""
    rows = ["1,Асан Усенов,f", "1,Бек Ташев,m", "2,Гүл Асанова,f", "2,Айгүл Бекова,f", "3,Нур Токтоев,m", "4,Эр Саев,m"]

    assert found(tmp_path, "form_id,ФИО,sex", rows) == []
    assert len(found(tmp_path, "form_id,home,sex", rows)) == 1


def test_a_key_that_is_declared_needs_no_name(tmp_path: Path) -> None:
    """A part of the primary key is an id."""
    assert found(tmp_path, "who,home", [*TWICE, "3,other"]) == []
    assert len(found(tmp_path, "who,home", [*TWICE, "3,other"], key=("who", "home"))) == 1


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("person_id,home", [*TWICE[:9], *TWICE[:9], "3,other"]),
        ("person_id,home", [*TWICE, "3,other", "4,other"]),
        ("person_id,status", [*TWICE, "3,other"]),
        ("person_id,present", [*TWICE, "3,other"]),
        ("person_id,session_date", [*[f"{number},2018-01-{number + 10}" for number in range(12)] * 2, "3,2018-05-05"]),
        ("person_id,amount", [*[f"{number},{number}" for number in range(12)] * 2, "3,500"]),
        ("settlement_id,sex", ["1,f", "2,m", "3,f", "4,m", "1,m"]),
        ("code,sex", ["1,f", "2,m", "3,f", "4,m", "1,m"]),
        ("person_id,sex", ["1,f", "1,m", "2,m", "2,f", "3,f"]),
        ("person,sex", ["1,f", "2,m", "3,f", "4,m", "1,m"]),
        ("person_id,sex", ["1,f", "2,m", "3,f"]),
        ("person_id,sex", []),
    ],
    ids=["nine ids", "two of twelve", "a status", "a presence", "a date", "an amount", "a place", "a code",
         "most differ", "no id", "no id again", "no row"],
)  # fmt: skip
def test_what_may_differ_is_not_told(tmp_path: Path, header: str, rows: list[str]) -> None:
    """Events, too few ids to tell, places with people of both sexes."""
    assert found(tmp_path, header, rows) == []


def test_what_is_nearly_always_one_value_shows_nothing(tmp_path: Path) -> None:
    """Of 100 ids 95 have "yes" twice and five have a "no" too, as chance would have it: no constant."""
    rows = [f"{number},{'no' if number < 5 and again else 'yes'}" for number in range(100) for again in range(2)]

    assert found(tmp_path, "person_id,member", rows) == []


def test_a_personal_value_is_in_no_finding(tmp_path: Path) -> None:
    """Neither an id nor what contradicts."""
    rows = ["77701,Айгүл", "77702,b", "77703,c", "77701,Бакыт"]
    key, sex = Field("id"), Field("sex")
    secret = (key._replace(personal=True), sex._replace(personal=True))
    texts = [
        found(tmp_path, "id,sex", rows, *fields)[0].fault for fields in ((secret[0], sex), (key, secret[1]), secret)
    ]

    assert texts == [
        'one id has "Бакыт" here, but "Айгүл" in row 2',
        '"77701" has a different value here than in row 2',
        "one id has a different value here than in row 2",
    ]


def test_a_long_table_is_judged_by_all_its_ids(tmp_path: Path) -> None:
    """More ids than are looked at first: the contradiction among the last is found."""
    rows = [f"P{number:05},{'f' if number % 2 else 'm'}" for number in range(3000)] * 2
    (finding,) = found(tmp_path, "person_id,sex", [*rows, "P02999,m"])

    assert (finding.row, finding.fault) == (6002, '"P02999" has "m" here, but "f" in row 3001')


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, str]], order: Random
) -> None:
    """The same ids and the same values, whichever row is looked at."""

    def told(rows: list[tuple[int, str]]) -> set[tuple[str, ...]]:
        lines = [f"{number},{sex.strip()}" for number, sex in rows]
        findings = found(tmp_path_factory.getbasetemp(), "person_id,sex", lines)
        return {(one.code, one.column, *sorted(re.findall('"([^"]*)"', one.fault.casefold()))) for one in findings}

    shuffled = list(rows)
    order.shuffle(shuffled)
    assert told(shuffled) == told(rows)


def test_members_of_one_submission_may_differ(tmp_path: Path) -> None:
    """A household has women and men: what says to which submission a row belongs is no id of a person."""
    rows = ["u1,1,1,f", "u1,1,1,m", "u2,2,2,m", "u2,2,2,m", "u3,3,3,f"]
    assert found(tmp_path, "_submission__uuid,_submission__id,_parent_index,sex", rows) == []


def test_many_people_of_two_sexes_are_told(tmp_path: Path) -> None:
    """Six of 23, as where each quarter numbers people anew; under a code of something else so many are no slips."""
    rows = [f"U{number},{'fm'[number % 2]}" for number in range(23)]
    rows += [f"U{number},{'mf'[number % 2] if number < 6 else 'fm'[number % 2]}" for number in range(20)]
    assert len(found(tmp_path, "ID участника,пол", rows)) == 6
    assert found(tmp_path, "код,пол", rows) == []


def test_ids_that_lost_their_digits_contradict_nothing(tmp_path: Path) -> None:
    """Different ids look the same then, which is told of the ids; those that are whole are compared."""
    rows = ["1.19906E+13,f", "1.19906E+13,m", "A1,f", "A1,m", "A2,f"]
    assert [finding.row for finding in found(tmp_path, "person_id,sex", rows)] == [5]
