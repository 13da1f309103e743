"""Dimensions whose categories are conditions, on columns and on other dimensions."""

from __future__ import annotations

import pytest

from roundtable_cli import Refused
from tests.indicators.frames.one_breakdown import AGES, COUNT, Open, breakdown, fields, rows

DISABILITY = (
    "[dimensions.disability]\ncategories.severe = { where = { domains = { min = 3 } } }\n"
    "categories.with = { where = { domains = { min = 1 } } }\ncategories.without = { where = { domains = 0 } }\n"
)


def test_a_row_is_in_each_category_whose_condition_it_meets(project: Open) -> None:
    """Who has 3 domains is severe and `with`: 1 + 2 + 2 + 1 is 1 more than 5; all stand in their order."""
    opened = project(COUNT + DISABILITY, rows("domains", ["3", "1", "", "0", "0"]))
    assert breakdown(opened, "disability") == [
        ("severe", 1),
        ("with", 2),
        ("without", 2),
        ("not recorded", 1),
        ("total", 5),
    ]


def test_a_category_by_condition_without_rows_is_zero(project: Open) -> None:
    """It is declared, so it stands."""
    opened = project(COUNT + DISABILITY, rows("domains", ["1", "0"]))
    assert breakdown(opened, "disability") == [("severe", 0), ("with", 1), ("without", 1), ("total", 2)]


def test_all_conditions_of_a_category_hold(project: Open) -> None:
    """On columns and on other dimensions, bands and lists among them."""
    toml = (
        COUNT
        + AGES
        + '[dimensions.girl]\ncategories.yes = { where = { sex = "f", ages = ["<14", "14-17"], topics = "sport" } }\n'
        + "categories.no = { where = { sex = { missing = false } } }\n"
    )
    table = {"t": "id,sex,age,topics\n1,f,17,sport;art\n2,f,18,sport\n3,f,13,art\n4,m,13,sport\n5,,13,sport\n"}
    package = fields(
        {"name": "id"},
        {"name": "sex"},
        {"name": "age", "type": "integer"},
        {"name": "topics", "type": "list", "delimiter": ";"},
    )
    opened = project(toml, table, package)
    assert breakdown(opened, "girl") == [("yes", 1), ("no", 4), ("not recorded", 1), ("total", 5)]


def test_a_value_in_a_category_by_condition_is_checked_too(project: Open) -> None:
    """A typo there would put every row into another category."""
    toml = (
        '[indicators.n]\ntable = "t"\nmeasure = "count"\n[dimensions.woman]\n'
        'categories.yes = { where = { sex = "femal" } }\ncategories.no = { where = { sex = "male" } }\n'
    )
    with pytest.raises(Refused, match="femal"):
        project(toml, {"t": "sex\nfemale\nmale\n"}).compute(by=["woman"])


def test_a_label_of_two_categories_is_not_guessed(project: Open) -> None:
    """Two settlements of one name: which is meant must be said by its code."""
    toml = (
        '[indicators.n]\ntable = "t"\nmeasure = "count"\n[dimensions.place]\ncolumn = "place"\n'
        'categories = { table = "places", label = "name" }\n'
    )
    package = {
        "resources": [
            {"name": "t", "path": "t.csv"},
            {"name": "places", "path": "places.csv", "schema": {"primaryKey": "code"}},
        ]
    }
    opened = project(toml, {"t": "place\nS1\nS2\nS2\n", "places": "code,name\nS1,Ak-Jar\nS2,Ak-Jar\n"}, package)
    assert opened.compute(where={"place": "S1"})[0].value == 1
    with pytest.raises(Refused, match="Ak-Jar"):
        opened.compute(where={"place": "Ak-Jar"})


OVERLAP = (
    COUNT + '[indicators.people]\ntable = "t"\nmeasure = "unique"\ncolumn = "who"\n[dimensions.need]\n'
    'categories.seeing = { label = "Seeing", where = { see = "yes" } }\n'
    'categories.walking = { where = { walk = "yes" } }\n'
)
# a needs both; b sees badly and then walks badly; c neither; of d one is blank; of e nothing is known
NEEDS = {"t": "who,see,walk\na,yes,yes\nb,yes,no\nb,no,yes\nc,no,no\nd,no,\ne,,\n"}


def test_categories_by_condition_overlap(project: Open) -> None:
    """A row counts in each that it is in; 2 + 2 + 1 + 2 = 7 rows of 6; c is in none, of d and e something is blank."""
    opened = project(OVERLAP, NEEDS)
    assert breakdown(opened, "need") == [
        ("seeing", 2),
        ("walking", 2),
        ("none of these", 1),
        ("not recorded", 2),
        ("total", 6),
    ]
    total = opened.compute(["n"], by=["need"])[-1]
    assert total.counts.overlap == 1
    people = opened.compute(["people"], by=["need"])
    assert [result.value for result in people] == [2, 2, 1, 2, 5]
    assert people[-1].counts.overlap == 2


def test_a_condition_on_overlapping_categories_takes_all_rows_of_them(project: Open) -> None:
    """`need = walking` is both rows that walk badly, not only the one whose first category it is."""
    opened = project(OVERLAP, NEEDS)

    def rows_where(test: object) -> object:
        return opened.compute(["n"], where={"need": test})[0].value

    assert rows_where("walking") == 2
    assert rows_where(["walking", "Seeing"]) == 3
    assert rows_where({"not": "walking"}) == 4
    assert rows_where("none of these") == 1
    assert rows_where({"missing": True}) == 2
    with pytest.raises(Refused, match="walking"):
        rows_where("wlking")


def test_an_indicator_whose_table_lacks_a_tested_column_has_its_total_only(project: Open) -> None:
    """`u` has no column `see`: it keeps its total, and a note says why; alone it is refused."""
    toml = OVERLAP + '[indicators.other]\ntable = "u"\nmeasure = "count"\n'
    opened = project(toml, NEEDS | {"u": "who,walk\na,yes\n"})
    results = opened.compute(["n", "other"], by=["need"])
    assert [result.value for result in results.each("other")] == [None, None, None, None, 1]
    assert [note.kind for note in results.notes if note.indicator and note.indicator.code == "other"] == ["undivided"]
    with pytest.raises(Refused, match='u has no column "see", which the dimension need reads'):
        opened.compute(["other"], by=["need"])


def test_a_person_is_assigned_to_one_of_overlapping_categories(project: Open) -> None:
    """Of b's rows the first is of seeing; a, whose only row is in both, is in the first of them by its code."""
    opened = project(OVERLAP.replace("[dimensions.need]\n", '[dimensions.need]\nassign = "first"\n'), NEEDS)
    people = opened.compute(["people"], by=["need"])
    assert [result.value for result in people] == [2, 0, 1, 2, 5]
    assert people[-1].counts.overlap == 0


# a is a woman; b a boy of 12; c a man; of d nothing is known; e has no age, and no sex; f is a girl of 9
SIX = {"t": "id,sex,age,came\na,f,30,yes\nb,m,12,no\nc,m,40,yes\nd,,,yes\ne,m,,yes\nf,f,9,no\n"}
SIX_FIELDS = fields({"name": "id"}, {"name": "sex"}, {"name": "age", "type": "integer"}, {"name": "came"})
EITHER = 'any = [{ sex = "f" }, { age = { below = 18 } }]'


def test_one_of_several_groups_of_conditions_is_enough(project: Open) -> None:
    """Women and minors are a, b and f, each once; of them who came is a; who is neither, c, d and e, meets `not`."""
    for where, expected in [
        (f"{{ {EITHER} }}", 3),
        (f'{{ {EITHER}, came = "yes" }}', 1),
        ('{ any = [{ sex = "f", came = "no" }, { age = { min = 40 } }] }', 2),
        ('{ any = [{ any = [{ sex = "f" }] }, { sex = { missing = true } }] }', 3),
        ('{ any = [{ sex = { not = "f" }, age = { missing = false } }] }', 2),
    ]:
        toml = f'[indicators.n]\ntable = "t"\nmeasure = "count"\nwhere = {where}\n'
        assert project(toml, SIX, SIX_FIELDS).compute()[0].value == expected, where


def test_categories_and_calculated_columns_take_alternatives(project: Open) -> None:
    """a, b and f are in focus, c is not; of d and e a blank hides it. Of 4 visits 3 are long or to a school."""
    toml = (
        f"[dimensions.focus]\ncategories.yes = {{ where = {{ {EITHER} }} }}\n"
        'categories.no = { where = { sex = "m", age = { min = 18 } } }\n' + COUNT
    )
    counted = [("yes", 3), ("no", 1), ("not recorded", 2), ("total", 6)]
    assert breakdown(project(toml, SIX, SIX_FIELDS), "focus") == counted
    visits = SIX | {"v": "id,hours,place\na,1,school\na,1,home\na,3,home\nb,3,school\n"}
    toml = (
        '[calculated.t.good]\nfrom = "v"\nmatch = { id = "id" }\nmeasure = "count"\n'
        'where = { any = [{ hours = { min = 2 } }, { place = "school" }] }\n'
        '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "good"\n'
    )
    package = {"resources": [*SIX_FIELDS["resources"], {"name": "v", "path": "v.csv"}]}
    assert project(toml, visits, package).compute()[0].value == 3


def test_a_share_tells_the_blanks_that_hide_whether_any_group_holds(project: Open) -> None:
    """Of six, a, b and f meet it; d may be a woman or a minor, e a minor; of c all is known."""
    toml = f'[indicators.n]\ntable = "t"\nmeasure = "share"\nmeets = {{ {EITHER} }}\n'
    (result,) = project(toml, SIX, SIX_FIELDS).compute()
    assert (result.parts, result.counts.blank) == ((3, 6), 2)
    left_out = '{ any = [{ sex = { not = "f" } }, { age = { not = 9 } }] }'
    toml = f'[indicators.n]\ntable = "t"\nmeasure = "share"\nmeets = {left_out}\n'
    (result,) = project(toml, SIX, SIX_FIELDS).compute()
    # f alone is a girl of 9; d and e are taken as not: of e the sex is known, which is enough
    assert (result.parts, result.counts.blank) == ((5, 6), 1)
