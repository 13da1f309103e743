"""What a name stands for: a column, one along foreign keys, or a dimension; and which date a row has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from roundtable_cli import Finding, Project, Refused, Results
from roundtable_cli.indicators.binding import binder
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values.calendar_texts.period_texts import is_period_field

Open = Callable[..., Project]

COUNT = '[indicators.n]\ntable = "activists"\nmeasure = "count"\n'
TABLES = {
    "activists": "id,settlement,mentor,born\n1,S1,,2000-01-01\n2,S1,1,2001-01-01\n3,S2,2,2002-01-01\n4,S3,2,\n5,,1,\n",
    "settlements": "code,mta,name\nS1,M1,One\nS2,M1,Two\nS3,M2,Three\n",
    "mtas": "code,district\nM1,D1\nM2,D2\n",
}


def resource(name: str, key: str, *foreign: tuple[str, str, str], fields: Sequence[Any] = ()) -> dict[str, Any]:
    """A table with its key and its foreign keys: (field, table, field there)."""
    schema: dict[str, Any] = {"primaryKey": [key]} | ({"fields": list(fields)} if fields else {})
    schema["foreignKeys"] = [
        {"fields": mine, "reference": {"resource": table, "fields": theirs}} for mine, table, theirs in foreign
    ]
    return {"name": name, "path": f"{name}.csv", "schema": schema}


PACKAGE = {
    "resources": [
        resource("activists", "id", ("settlement", "settlements", "code"), ("mentor", "", "id")),
        resource("settlements", "code", ("mta", "mtas", "code")),
        resource("mtas", "code"),
    ]
}


def cells(results: Results) -> dict[tuple[str, ...], Any]:
    """Values by category, () the total."""
    return {tuple(category for _, category in result.cell): result.value for result in results}


def fault(opened: Project, **asked: Any) -> Finding:
    """The one reason for which a computation is refused."""
    with pytest.raises(Refused) as refused:
        opened.compute(**asked)
    (finding,) = refused.value.findings
    return finding


def test_a_path_follows_one_foreign_key(project: Open) -> None:
    """An activist has the MTA of the settlement: S1 and S2 are of M1, S3 of M2."""
    results = project(COUNT, TABLES, PACKAGE).compute(by=["settlement.mta"])
    assert cells(results) == {("M1",): 3, ("M2",): 1, ("not recorded",): 1, (): 5}


def test_a_path_follows_several_foreign_keys(project: Open) -> None:
    """From the activist to the settlement, to the MTA, to the district."""
    results = project(COUNT, TABLES, PACKAGE).compute(by=["settlement.mta.district"])
    assert cells(results) == {("D1",): 3, ("D2",): 1, ("not recorded",): 1, (): 5}


def test_a_path_may_come_back_to_its_own_table(project: Open) -> None:
    """1 and 5 have no mentor of a mentor; 2 has none either, for 1 has none; 3 and 4 have 1, of settlement S1."""
    results = project(COUNT, TABLES, PACKAGE).compute(by=["mentor.mentor.settlement"])
    assert cells(results) == {("S1",): 2, ("not recorded",): 3, (): 5}


@pytest.mark.parametrize(
    ("where", "count"),
    [({"settlement.mta": "M1"}, 3), ({"settlement.mta.district": {"not": "D1"}}, 2), ({"mentor.settlement": "S1"}, 4)],
)
def test_a_path_serves_in_conditions(project: Open, where: dict[str, Any], count: int) -> None:
    """As any column does; a row whose path ends nowhere is missing there, which `not` keeps."""
    assert project(COUNT, TABLES, PACKAGE).compute(where=where)[-1].value == count


def test_a_path_serves_as_the_counted_column_and_as_the_date(project: Open) -> None:
    """Distinct districts of the activists; and rows dated by their mentor's date: 1's mentees are of 2000, 2's 2001."""
    toml = '[indicators.n]\ntable = "activists"\nmeasure = "unique"\ncolumn = "settlement.mta.district"\n'
    dated = '[indicators.m]\ntable = "activists"\nmeasure = "count"\ndate = "mentor.born"\n'
    opened = project(toml + dated, TABLES, PACKAGE)
    assert opened.compute(["n"])[0].value == 2
    assert [opened.compute(["m"], period=year)[0].value for year in ("2000", "2001", "2002")] == [2, 2, 0]


def test_a_key_of_two_columns_is_followed_by_the_name_of_its_table(project: Open) -> None:
    """A row with half a key leads nowhere."""
    package = {
        "resources": [
            {
                "name": "activists",
                "path": "activists.csv",
                "schema": {
                    "foreignKeys": [
                        {"fields": ["mta", "no"], "reference": {"resource": "groups", "fields": ["mta", "no"]}}
                    ]
                },
            },
            {"name": "groups", "path": "groups.csv", "schema": {"primaryKey": ["mta", "no"]}},
        ]
    }
    tables = {
        "activists": "id,mta,no\n1,M1,1\n2,M1,2\n3,M2,1\n4,M1,\n",
        "groups": "mta,no,name\nM1,1,a\nM1,2,b\nM2,1,b\n",
    }
    assert cells(project(COUNT, tables, package).compute(by=["groups.name"])) == {
        ("a",): 1,
        ("b",): 2,
        ("not recorded",): 1,
        (): 4,
    }


def test_a_table_name_that_two_foreign_keys_lead_to_is_not_guessed(project: Open) -> None:
    """Home or workplace: which settlement is meant must be said."""
    package = {
        "resources": [
            resource("activists", "id", ("home", "settlements", "code"), ("work", "settlements", "code")),
            resource("settlements", "code"),
        ]
    }
    tables = {"activists": "id,home,work\n1,S1,S2\n", "settlements": "code,name\nS1,One\nS2,Two\n"}
    opened = project(COUNT, tables, package)
    assert cells(opened.compute(by=["home.name", "work.name"]))[("One", "Two")] == 1
    assert "settlements.name" in fault(opened, by=["settlements.name"]).message


def test_a_header_with_a_dot_is_a_plain_column(project: Open) -> None:
    """The header goes before a path of the same spelling."""
    tables = TABLES | {"activists": "id,settlement,mentor,settlement.mta\n1,S1,,here\n"}
    assert ("here",) in cells(project(COUNT, tables, PACKAGE).compute(by=["settlement.mta"]))


def test_any_header_may_be_named(project: Open) -> None:
    """Spaces, quotes, dots and Cyrillic letters are all part of a name."""
    name = 'Ф.И.О. "полностью", 1'
    tables = {"activists": 'id,"Ф.И.О. ""полностью"", 1",ФИО\n1,а,б\n2,а,в\n'}
    opened = project(COUNT, tables)
    assert cells(opened.compute(by=[name])) == {("а",): 2, (): 2}
    assert opened.compute(where={name: "а", "ФИО": "в"})[0].value == 1


def test_a_path_that_leads_nowhere_is_refused(project: Open) -> None:
    """A column is no way on without a foreign key, and its end must be a column."""
    opened = project(COUNT, TABLES, PACKAGE)
    assert fault(opened, where={"born.year": 3}).column == "--where"
    assert '"district"' in fault(opened, where={"settlement.mta.distrikt": "D1"}).remedy


def test_both_ends_of_a_key_are_of_one_type(project: Open) -> None:
    """A number never equals a text: nothing would match, and every row would be not recorded."""
    tables = {"activists": "id,settlement\n1,1\n", "settlements": "code,mta\n1,x\nS2,y\n", "mtas": "code\nx\n"}
    package = {"resources": [resource("activists", "id", ("settlement", "settlements", "code"))]}
    package["resources"] += [resource("settlements", "code"), resource("mtas", "code")]
    opened = project(COUNT, tables, package)
    for asked in ({"where": {"settlement.mta": "x"}}, {"by": ["settlement.mta"]}):
        finding = fault(opened, **asked)
        assert "integer" in finding.message, asked
        assert "string" in finding.message, asked


def test_a_dimension_goes_before_a_column_of_its_name(project: Open) -> None:
    """`settlement` is the dimension, with its categories, not the bare column; in conditions too."""
    toml = COUNT + '[dimensions.settlement]\ncolumn = "settlement.mta"\n'
    opened = project(toml, TABLES, PACKAGE)
    assert cells(opened.compute(by=["settlement"])) == {("M1",): 3, ("M2",): 1, ("not recorded",): 1, (): 5}
    assert opened.compute(where={"settlement": "M1"})[0].value == 3


def test_a_dimension_has_another_column_in_another_table(project: Open) -> None:
    """`columns` says so, table by table."""
    toml = (
        '[dimensions.mta]\ncolumn = "mta"\ncolumns = { activists = "settlement.mta" }\n'
        + COUNT
        + '[indicators.m]\ntable = "settlements"\nmeasure = "count"\n'
    )
    results = project(toml, TABLES, PACKAGE).compute(by=["mta"])
    assert [(result.code, result.category("mta"), result.value) for result in results] == [
        ("n", "M1", 3),
        ("n", "M2", 1),
        ("n", "not recorded", 1),
        ("n", "total", 5),
        ("m", "M1", 2),
        ("m", "M2", 1),
        ("m", "not recorded", 0),
        ("m", "total", 3),
    ]


def test_a_column_that_is_no_dimension_can_be_broken_down_by(project: Open) -> None:
    """Its values are the categories."""
    assert cells(project(COUNT, TABLES, PACKAGE).compute(by=["settlement"])) == {
        ("S1",): 2,
        ("S2",): 1,
        ("S3",): 1,
        ("not recorded",): 1,
        (): 5,
    }


def test_an_unknown_dimension_is_refused_with_the_nearest(project: Open) -> None:
    """Of the dimensions and columns there are."""
    finding = fault(project(COUNT, TABLES, PACKAGE), by=["setlement"])
    assert (finding.column, '"settlement"' in finding.remedy) == ("--by", True)


def test_a_breakdown_by_a_personal_field_is_refused(project: Open) -> None:
    """Its categories would print its values; a dimension declared over it would as well."""
    personal = [{"name": "id"}, {"name": "phone", "rt:personal": True}]
    package = {"resources": [resource("activists", "id", fields=personal)]}
    tables = {"activists": "id,phone\n1,996555000111\n"}
    for definitions, by in ((COUNT, "phone"), (COUNT + '[dimensions.contact]\ncolumn = "phone"\n', "contact")):
        finding = fault(project(definitions, tables, package), by=[by])
        assert "personal" in finding.fault
        assert "996555000111" not in str(finding)


def test_declared_categories_do_not_uncover_a_personal_field(project: Open) -> None:
    """What is no declared category would be printed as one, and a typo answered with somebody's value."""
    personal = [{"name": "id"}, {"name": "phone", "rt:personal": True}]
    package = {"resources": [resource("activists", "id", fields=personal)]}
    dimension = '[dimensions.contact]\ncolumn = "phone"\ncategories.none = {}\n'
    opened = project(COUNT + dimension, {"activists": "id,phone\n1,996555000111\n2,none\n"}, package)
    for asked in ({"by": ["contact"]}, {"where": {"contact": "99655500011"}}):
        try:
            printed = [str(result.cell) for result in opened.compute(**asked)]
        except Refused as refused:
            printed = [str(refused)]
        assert "996555000111" not in str(printed), asked


def test_bands_of_a_personal_field_may_be_shown(project: Open) -> None:
    """An age group tells nobody's date of birth."""
    personal = [{"name": "id"}, {"name": "age", "type": "integer", "rt:personal": True}]
    package = {"resources": [resource("activists", "id", fields=personal)]}
    opened = project(
        COUNT + '[dimensions.ages]\ncolumn = "age"\nbands = [14, 18]\n', {"activists": "id,age\n1,15\n"}, package
    )
    assert cells(opened.compute(by=["ages"])) == {("14-17",): 1, (): 1}


@pytest.mark.parametrize("definitions", [COUNT, COUNT + '[dimensions.id]\ncolumn = "id"\n'])
def test_a_key_may_be_broken_down_by(project: Open, definitions: str) -> None:
    """Of a table with a row for each village each row is a category; too many are refused by who shows them."""
    opened = project(definitions, TABLES, PACKAGE)
    assert all(result.value == 1 for result in opened.compute(by=["id"]) if result.cell)


def test_a_column_called_as_a_unit_of_time_is_broken_down_by_its_values(project: Open) -> None:
    """`year` of two cohorts stands beside the date; a table without that column is broken down by its date."""
    toml = COUNT + '[indicators.visits]\ntable = "visits"\nmeasure = "count"\n'
    tables = {
        "activists": "id,year,joined\n1,second,2018-01-01\n2,first,2018-02-01\n3,first,2018-03-01\n4,,2019-01-01\n",
        "visits": "day\n2018-01-01\n2020-01-01\n",
    }
    opened = project(toml, tables)
    assert cells(opened.compute(["n"], by=["year"])) == {
        ("first",): 2,
        ("second",): 1,
        ("not recorded",): 1,
        (): 4,
    }
    together = opened.compute(by=["year"])
    assert [result.category("year") for result in together.each("n")][:4] == ["2018", "2019", "2020", "first"]
    assert [result.value for result in together.each("n")] == [0, 0, 0, 2, 1, 1, 4]
    assert [result.value for result in together.each("visits")] == [1, 0, 1, 0, 0, 0, 2]
    assert opened.compute(["n"], where={"year": "first"})[0].value == 2
    assert [line.result.value for line in opened.track(["n"], by=["year"])] == [3, 1, 4]


def test_a_year_that_dates_the_rows_is_a_unit_of_time(project: Open) -> None:
    """2019 has no row, and stands there."""
    package = {"resources": [resource("activists", "id", fields=[{"name": "id"}, {"name": "year", "type": "year"}])]}
    tables = {"activists": "id,year\n1,2018\n2,2020\n"}
    assert cells(project(COUNT, tables).compute(by=["year"])) == {("2018",): 1, ("2020",): 1, (): 2}
    by_time = cells(project(COUNT, tables, package).compute(by=["year"]))
    assert by_time == {("2018",): 1, ("2019",): 0, ("2020",): 1, (): 2}


def test_a_dimension_reads_a_column_of_its_name_where_its_own_is_lacking(project: Open) -> None:
    """The column of `sex` is `gender`, which visits do not have; they have `sex`."""
    toml = (
        COUNT
        + '[indicators.visits]\ntable = "visits"\nmeasure = "count"\n'
        + '[dimensions.sex]\ncolumn = "gender"\ncategories.female = { aliases = ["f"] }\n'
    )
    opened = project(toml, {"activists": "id,gender\n1,f\n", "visits": "sex\nf\nFemale\n"})
    results = opened.compute(by=["sex"])
    assert [result.value for result in results] == [1, 1, 2, 2]
    assert results.notes == ()


def test_the_only_date_of_a_table_is_its_date(project: Open) -> None:
    """No key `date` is needed."""
    opened = project(COUNT, {"activists": "id,joined\n1,2018-01-01\n2,2019-01-01\n"})
    assert opened.compute(period="2018")[0].value == 1


def test_of_two_dates_none_is_guessed(project: Open) -> None:
    """Without `date` a period gives no value, with it the one named counts: 2 joined in 2018, 1 left in 2018."""
    tables = {"activists": "id,joined,gone\n1,2018-01-01,2018-05-01\n2,2018-02-01,2019-01-01\n"}
    (result,) = project(COUNT, tables).compute(period="2018")
    assert result.value is None
    assert project(COUNT + 'date = "joined"\n', tables).compute(period="2018")[0].value == 2
    assert project(COUNT + 'date = "gone"\n', tables).compute(period="2018")[0].value == 1


def test_a_heading_that_may_be_a_record_is_not_suggested(project: Open) -> None:
    """Of a table with personal columns messages list the declared ones alone: a file may have no headings."""
    personal = [{"name": "id"}, {"name": "phone", "rt:personal": True}]
    package = {"resources": [resource("activists", "id", fields=personal)]}
    package["resources"][0]["schema"]["fieldsMatch"] = "subset"
    opened = project(COUNT, {"activists": "id,phone,Asanova\n1,2,3\n"}, package)
    with pytest.raises(Refused) as refused:
        opened.compute(by=["asanov"])
    assert "Asanova" not in str(refused.value)


def test_the_dates_of_a_table_are_not_looked_for_again(project: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of thousands of columns may have as many indicators: each asks for its dates."""
    asked: list[str] = []

    def note_name(field: Field) -> bool:
        asked.append(field.name)
        return is_period_field(field)

    monkeypatch.setattr(binder, "is_period_field", note_name)
    names = [f"n{number}" for number in range(20)]
    definitions = "".join(f'[indicators.{name}]\ntable = "t"\nmeasure = "sum"\ncolumn = "{name}"\n' for name in names)
    project(definitions, {"t": f"{','.join(names)}\n{','.join('5' * 20)}\n"}).compute()
    assert {*asked} == {*names}
    assert len(asked) <= 2 * len(names)  # once in the headings, once among the rows
