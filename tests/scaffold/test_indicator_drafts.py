"""Drafts of indicators: whom and what a table counts, and a percentage only where it is certain."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from roundtable_cli import Project
from roundtable_cli.scaffold import indicator_drafts
from roundtable_cli.scaffold.schema_proposal import propose_schemas
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Table
from tests.scaffold.shapes import PEOPLE, SHAPES, begun, value, written
from tests.tables.workbooks import xlsx

pytestmark = pytest.mark.usefixtures("engine")


def unit(folder: Path, header: str, cells: list[Any], name: str = "t.xlsx") -> list[tuple[str, str]]:
    """The measures of a column, and their units."""
    path = folder / name
    if name.endswith(".csv"):
        path.write_text("id;c\n".replace("c", header) + "".join(f"{n};{cell}\n" for n, cell in enumerate(cells)))
    else:
        path.write_bytes(xlsx([["id", header], *([f"A{n}", cell] for n, cell in enumerate(cells))]))
    (proposal,) = propose_schemas({"t": Source(Table("t", (path,)), folder)}).values()
    return [
        (draft.measure, draft.unit)
        for draft in indicator_drafts.draft_indicators(proposal)
        if draft.columns == (header,)
    ]


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("Посещаемость, %", [0.5, 0.75, 1, 0.8], ""),
        ("Посещаемость, %", [1, 0, 1, 1], ""),
        ("Посещаемость, %", [-0.5, 0.25], ""),
        ("Выполнение плана, %", [0.5, 0.75, 1.2], ""),
        ("Посещаемость, %", [45.5, 60, 0.5], "%"),
        ("Ставка, %", [2.5, 3, 7.25], "%"),
        ("Посещаемость, %", ["50%", "75%"], "%"),
        ("Посещаемость", ["50%", "0,5%"], "%"),
        ("Доля", [0.5, 0.75], ""),
        ("share", [0.5, 0.75], ""),
        ("completion rate", [50, 75.5], ""),
    ],
)
def test_a_percentage_is_certain(tmp_path: Path, header: str, cells: list[Any], expected: str) -> None:
    """By a sign in the cells; under one in the header, by numbers that are no parts of a whole."""
    assert unit(tmp_path, header, cells) == [("mean", expected)]


def test_texts_without_a_sign_are_judged_alike(tmp_path: Path) -> None:
    """A file of texts may have been made from such a workbook."""
    assert unit(tmp_path, "Посещаемость, %", ["0,5", "0,75"], "t.csv") == [("mean", "")]
    assert unit(tmp_path, "Посещаемость, %", ["45,5", "60,5"], "t.csv") == [("mean", "%")]


@pytest.mark.parametrize(
    ("cells", "mean"), [(["0.5", "0.75", "1", "0.8"], 0.7625), (["50%", "75%", "100%", "80%"], 76.25)]
)
def test_nothing_multiplies(tmp_path: Path, cells: list[str], mean: float) -> None:
    """The mean is that of the cells as they are written."""
    project: Project = begun(tmp_path, {"t": "id,Attendance %\n" + "".join(f"A,{cell}\n" for cell in cells)})
    (code,) = [code for code in project.framework.indicators if "attendance" in code]
    assert value(project, code) == {("total",): pytest.approx(mean)}


def test_people_who_recur_are_counted_once(tmp_path: Path) -> None:
    """By their code where they have one; it has a unit, and its date is that of the row."""
    project = begun(tmp_path, {"people": PEOPLE})
    (people,) = project.compute(["kod_uchastnika"])

    assert (people.value, people.counts.rows, people.counts.repeats) == (3, 4, 1)
    assert people.indicator.unit("ru") == "чел."
    assert people.indicator.date == "Дата"
    assert people.indicator.label("ky") == "«people» таблицасындагы адамдар: ар бир «Код участника» бир жолу"
    assert "fio" not in project.framework.indicators


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("ФИО,n\nА Б,1\nА Б,2\n", "ФИО"),
        ("№,ФИО,n\n1,А Б,1\n2,А Б,2\n", "ФИО"),
        ("Фамилия,Имя,Отчество\nА,Б,\nА,Б,В\n", ["Фамилия", "Имя"]),
        ("ФИО,ИНН\nА Б,12304198500123\nА Б,12304198500123\n", "ИНН"),
        ("ФИО,ИНН\nА Б,12304198500123\nВ Г,12304198500124\nА Б,\n", "ИНН"),
        ("ФИО,ИНН\nА Б,12304198500123\nВ Г,\nА Б,\n", "ФИО"),
        ("ИНН,n\n12304198500123,1\n,2\n,3\n", "ИНН"),
        ("hh_id,member_name\n1,А Б\n1,В Г\n2,А Б\n", ["hh_id", "member_name"]),
    ],
    ids=["name", "name-and-line", "parts", "document", "documents", "few-documents", "document-alone", "household"],
)
def test_people_without_a_code_are_told_apart_by_name(tmp_path: Path, text: str, columns: object) -> None:
    """Or by a document that most of them have; in a household by their names in it; the name stays unprinted."""
    indicators = written(tmp_path, t=text)["indicators"]

    assert indicators["people"]["column"] == columns
    assert indicators["people"]["measure"] == "unique"


@pytest.mark.parametrize(
    ("header", "cells", "measure", "unit"),
    [
        ("amount_usd", (5, 6, 5), "sum", "USD"),
        ("Сумма, сом", ("5.5", "6", "5.5"), "sum", "KGS"),
        ("Количество человек", (5, 6, 5), "sum", None),
        ("Катышуучулардын саны", (5, 6, 5), "sum", None),
        ("num_participants", (5, 6, 5), "sum", None),
        ("weight", ("5.5", "6", "5.5"), "mean", None),
        ("patients", (5, 6, 5), "sum", None),
        ("monthly income", (12000, 15000, 9000), "sum", None),
        ("payment month", (5, 12, 5), None, None),
        ("payment year", (2025, 2024, 2025), None, None),
        ("x", ("42.87461", "42.90012", "74.5698"), None, None),
        ("Бенефициары", (5, 6, 5), "sum", None),
        ("staff", (5, 6, 5), "sum", None),
        ("staff", ("000512", "000513", "000512"), "unique", {"en": "people", "ru": "чел.", "ky": "адам"}),
        ("staff_id", (5, 6, 5), "unique", {"en": "people", "ru": "чел.", "ky": "адам"}),
        ("participant", (5, 6, 5), None, None),
        ("kits", (5, 6, 5), "sum", None),
        ("toilets", (5, 16, 0), "sum", None),
        ("goats vaccinated", (5, 16, 0), "sum", None),
        ("колодцы", (5, 16, 0), "sum", None),
        ("Обученные", (5, 16, 0), "sum", None),
        ("үйлөр", (5, 16, 0), "sum", None),
        ("население", (5000, 160, 70), "sum", None),
        ("births", (500, 160, 70), "sum", None),
        ("price", ("5.5", "6", "5.5"), "mean", None),
        ("Цена", (5, 6, 5), "mean", None),
        ("total price", ("5.5", "6", "5.5"), "sum", None),
        ("status", (1, 2, 1), None, None),
        ("образование", (1, 2, 1), None, None),
        ("gains", (-5, 2, 1), None, None),
        ("villages", ("000512", "000513", "000512"), "unique", None),
        ("cumulative", ("5.5", "6", "5.5"), None, None),
        ("value", (5, 6, 5), "sum", None),
        ("coverage", ("0.5", "0.6", "0.75"), "mean", None),
        ("cost", ("$5.5", "$6", "$5"), "sum", "USD"),
        ("Возраст", (5, 6, 5), "mean", {"en": "years", "ru": "лет", "ky": "жаш"}),
        ("age (months)", (5, 6, 5), "mean", {"en": "months", "ru": "мес.", "ky": "ай"}),
        ("Возраст (мес.)", (5, 6, 5), "mean", {"en": "months", "ru": "мес.", "ky": "ай"}),
        ("age_days", (5, 6, 5), "mean", {"en": "days", "ru": "дн.", "ky": "күн"}),
        ("post_score", (5, 6, 5), "mean", None),
        ("Балл", ("5.5", "6", "5"), "mean", None),
        ("done", ("50%", "60%", "50%"), "mean", "%"),
        ("per_usd", ("86.5", "87", "87"), "mean", None),
        ("pilot", ("true", "false", "true"), "share", "%"),
        ("year", (2018, 2019, 2018), None, None),
        ("Год", (2018, 2019, 2018), None, None),
        ("№", (5, 6, 5), None, None),
        ("latitude", ("42.5", "42.6", "42.5"), None, None),
        ("phone", (996555123456, 996555123457, 996555123456), None, None),
        ("settlement_id", (5, 6, 5), "unique", None),
        ("Сотрудник", ("T1", "T2", "T1"), "unique", {"en": "people", "ru": "чел.", "ky": "адам"}),
        ("Жилмассив", ("A b", "C d", "A b"), "unique", None),
        ("priority", (1, 2, 1), None, None),
        ("day", ("2018-01-01", "2018-01-02", "2018-01-01"), None, None),
    ],
)  # fmt: skip
def test_each_column_has_its_measure(
    tmp_path: Path, header: str, cells: tuple[object, ...], measure: str | None, unit: object
) -> None:
    """Sums of amounts and quantities, means of ages and scores, shares of what is true; nothing of years and places."""
    text = f'x,"{header}"\n' + "".join(f'a b,"{cell}"\n' for cell in cells)
    found = [one for code, one in written(tmp_path, t=text)["indicators"].items() if code != "rows"]

    assert [(one["measure"], one.get("unit")) for one in found] == ([(measure, unit)] if measure else [])


def test_amounts_in_several_currencies_have_a_sum_each(tmp_path: Path) -> None:
    """Never one together; those without a currency are told too."""
    (tmp_path / "a").mkdir()
    whole = begun(tmp_path / "a", SHAPES["currencies"])
    assert [(one.indicator.code, one.value) for one in whole.compute()] == [
        ("rows", 4),
        ("amount_kgs", 7),
        ("amount_usd", pytest.approx(5.5)),
    ]
    partly = begun(tmp_path, SHAPES["some currencies"])
    assert [(one.indicator.code, float(str(one.value))) for one in partly.compute()] == [
        ("rows", 3),
        ("amount_kgs", 6),
        ("amount_usd", 5.5),
        ("amount_no_currency", 7),
    ]


@pytest.mark.parametrize(
    ("header", "rows", "date"),
    [
        ("day,birth_date", "2018-01-01,1990-01-01", "day"),
        ("birth_date,day", "1990-01-01,2018-01-01", "day"),
        ("end_date,start_date", "2018-01-01,2018-01-01", "start_date"),
        ("Дата окончания,Дата", "2018-01-01,2018-01-01", "Дата"),
        ("_submission_time,held", "2018-01-01T10:00:00,2018-01-01", "held"),
        ("birth_date,n", "1990-01-01,5", None),
    ],
)
def test_the_date_is_when_it_happened(tmp_path: Path, header: str, rows: str, date: str | None) -> None:
    """Not when somebody was born, nor when something ended or was entered."""
    assert written(tmp_path, t=f"{header}\n{rows}\n{rows}\n")["indicators"]["rows"].get("date") == date


def test_a_long_table_has_a_sum_for_each_data_element(tmp_path: Path) -> None:
    """Never one over all of them; of a rate there is a mean."""
    rows = "201801,A,Visits,5\n201801,A,Coverage rate,50\n201801,B,Visits,6\n201802,B,Coverage rate,60\n"
    project = begun(tmp_path, {"t": f"pe,ou,dataElement,value\n{rows}"})
    assert {one.indicator.code: one.value for one in project.compute(list(project.framework.indicators))} == {
        "rows": 4,
        "value_visits": 11,
        "mean_coverage_rate": 55,
    }


def test_running_totals_have_no_sum(tmp_path: Path) -> None:
    """In the rows of each place, under whatever heading."""
    rows = "A,1,1\nB,5,5\nA,2,3\nB,6,11\nA,4,7\nB,1,12\n"
    assert {*written(tmp_path, t=f"place,visits,visits so far\n{rows}")["indicators"]} == {"rows", "visits"}


def test_a_year_groups_the_rows(tmp_path: Path) -> None:
    """Where all numbers are plausible years, `--by year` works."""
    project = begun(tmp_path, {"t": "year,trainees\n2024,5\n2025,6\n2025,7\n"})
    found = {result.cell: result.value for result in project.compute(["trainees"], by=["year"])}
    assert found[("year", "2025"),] == 13


def test_codes_keep_the_name_of_the_measure(tmp_path: Path) -> None:
    """Of a long question the first words that say something are enough."""
    head = "How many people attended the training in your village (including women and girls)?"
    assert {*written(tmp_path, t=f'x,"{head}"\na b,5\na b,6\n')["indicators"]} == {"rows", "people_attended_training"}


def test_the_columns_of_choices_have_no_sums(tmp_path: Path) -> None:
    """The list of the question tells the same, and in one breakdown."""
    text = "x,needs,needs/women,needs/amount\na b,women amount,1,1\nc d,women,1,0\n"
    assert {*written(tmp_path, t=text)["indicators"]} == {"rows"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("org,currency,amount,target\nA,USD,5,10\nB,KGS,500,1000\n", {("amount", "USD"), ("amount", "KGS")}),
        ("org,currency,target\nA,USD,10\nB,KGS,1000\n", set()),
        ("org,currency,amount,grants\nA,USD,5,10\nB,KGS,500,1000\n", {("amount", "USD"), ("amount", "KGS")}),
        ("org,currency,grants\nA,USD,10\nB,KGS,1000\n", {("grants", "USD"), ("grants", "KGS")}),
        ("org,currency,amount,kits\nA,USD,5,10\nB,KGS,5,12\n", {("amount", "USD"), ("amount", "KGS"), ("kits", "")}),
        ("org,currency,amount,target\nA,USD,5,10\nB,USD,500,1000\n", {("amount", "USD"), ("target", "")}),
        ("line,amount,kits\nBudget in USD,5,1\nBudget in KGS,500,2\n", {("kits", "")}),
        ("line,amount,kits\nBudget in USD,5,1\nGrant in USD,500,2\n", {("amount", ""), ("kits", "")}),
    ],
    ids=["target", "target-alone", "unclear", "unclear-alone", "kits", "one-currency", "in-labels", "one-in-labels"],
)
def test_what_may_be_in_several_currencies_has_no_sum(tmp_path: Path, text: str, expected: set[object]) -> None:
    """Beside a currency of each row what is surely money has a sum for each, what surely is none one, the rest none."""
    (tmp_path / "t.csv").write_text(text)
    (proposal,) = propose_schemas({"t": Source(Table("t", (tmp_path / "t.csv",)), tmp_path)}).values()
    drafts = indicator_drafts.draft_indicators(proposal)
    assert {(draft.columns[0], draft.unit) for draft in drafts if draft.measure == "sum"} == expected
