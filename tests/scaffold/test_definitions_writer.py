"""A first `indicators.toml`: it works unedited on files of every shape, and counts what their headers speak of."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from roundtable_cli import Refused
from roundtable_cli.finding_codes import DEFINITION, SCHEMA_ERROR
from roundtable_cli.scaffold import definitions_writer
from roundtable_cli.scaffold.new_project import propose_definitions
from roundtable_cli.scaffold.schema_proposal import propose_schemas
from roundtable_cli.tables.package.package_reader import package_from_files
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Table
from tests import run_length
from tests.scaffold.any_tables import make_any_table
from tests.scaffold.shapes import PEOPLE, SHAPES, begun, written
from tests.scaffold.test_schema_proposal import proposed

pytestmark = pytest.mark.usefixtures("engine")
MANY_TABLES = range(150, 150 + run_length.count_trials(1000))
ANY = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@pytest.mark.parametrize("files", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("declared", [True, False], ids=["with-schema", "alone"])
def test_it_works_unedited(tmp_path: Path, files: dict[str, str], declared: bool) -> None:
    """Whatever the files hold: every indicator computes, by every dimension, and the rows counted are the records.

    A schema read with it settles keys; without one it needs none, but where dimensions follow them.
    """
    if not declared and len(files) > 1:
        files = dict([*files.items()][:1])
    project = begun(tmp_path, files, declared)
    results = project.compute(project.framework.indicators)

    counted = {one.indicator.table: one.value for one in results if one.indicator.measure == "count"}
    assert counted == {name: len(source) for name, source in project.sources.items()}
    assert len(project.compute()) > 0
    for name in project.framework.dimensions:
        assert len(project.compute(project.framework.indicators, by=[name])) > 0


@given(headers=st.lists(ANY, min_size=1, max_size=4), title=ANY)
def test_any_header_and_title_is_written_safely(
    headers: list[str], title: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Quotes, backslashes, brackets and control characters come back as they were."""
    path = tmp_path_factory.getbasetemp() / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", *headers], *[["A", *headers]] * 2])
    source = Source(Table("any", (path,)), path.parent)
    try:
        found = propose_schemas({"any": source})
    except Refused:  # so many control characters are no table
        assume(False)
    read = tomllib.loads(definitions_writer.render_definitions(title, found))

    assert read["project"]["title"] == title
    assert {one["column"] for one in read["indicators"].values() if "column" in one} <= {*source.column_names}


def test_an_unedited_project_has_a_title_and_its_languages(tmp_path: Path) -> None:
    """The first language is the one that is spoken."""
    found = proposed(tmp_path, t=PEOPLE)
    project = tomllib.loads(definitions_writer.render_definitions('Жаштар "2018"', found, ("ky", "ru")))["project"]

    assert project == {"title": 'Жаштар "2018"', "languages": ["ky", "ru"]}
    labels = tomllib.loads(definitions_writer.render_definitions("", found, ("ky", "ru")))["indicators"]["rows"][
        "label"
    ]
    assert labels == {"ky": "«t» таблицасындагы жазуулар", "ru": "Записи в таблице «t»"}


def test_a_table_with_a_birth_date_alone_says_that_it_has_no_date(tmp_path: Path) -> None:
    """In a comment over its indicators, none of which is counted in periods."""
    text = definitions_writer.render_definitions("t", proposed(tmp_path, **SHAPES["born only"]))

    assert "# These rows have no date but a date of birth: they can't be counted by period.\n" in text
    assert "date " not in "".join(line for line in text.splitlines() if not line.startswith("#"))


def test_a_summary_is_short(tmp_path: Path) -> None:
    """A dozen headline indicators, of every table its first; the others are asked for by their code."""
    header = ",".join(f"amount_{n}" for n in range(20))
    files = dict.fromkeys(("one", "two"), f"id,{header}\n" + f"1,{'5,' * 19}5\n" * 2)
    indicators = written(tmp_path, **files)["indicators"]

    headline = [code for code, one in indicators.items() if one.get("headline", True)]
    assert len(indicators) == 42
    assert len(headline) == 12
    assert {"one_rows", "two_rows", "one_amount_0", "two_amount_0"} <= {*headline}


def test_it_reads_well(tmp_path: Path) -> None:
    """A section each, its keys one below the other; comments say what to edit, and what is personal."""
    text = definitions_writer.render_definitions("Youth", proposed(tmp_path, people=PEOPLE))

    assert text.startswith("# The indicators of this project.")
    assert "rt-stats summary --by sex" in text
    assert "# people: 4 rows in people.csv\n# Personal data, which is never printed: ФИО\n\n[indicators.rows]\n" in text
    assert text.endswith(
        "[indicators.mean_vozrast]\n"
        'label.en = "Mean of Возраст in people"\n'
        'label.ru = "Среднее по столбцу «Возраст» таблицы «people»"\n'
        'label.ky = "«people» таблицасындагы «Возраст» тилкесинин орточо мааниси"\n'
        'table    = "people"\n'
        'measure  = "mean"\n'
        'column   = "Возраст"\n'
        'date     = "Дата"\n'
        'unit     = { en = "years", ru = "лет", ky = "жаш" }\n'
    )
    assert max(map(len, text.splitlines())) <= definitions_writer.LINE_WIDTH


@pytest.mark.parametrize("seeds", [range(150), pytest.param(MANY_TABLES, marks=pytest.mark.long)], ids=["some", "many"])
def test_no_table_breaks_a_proposal(tmp_path: Path, seeds: range) -> None:
    """Whatever a heading says, and whatever its cells hold: a proposal is made, or the file refused with its faults."""
    file, made, codes = tmp_path / "t.csv", 0, set[str]()
    for seed in seeds:
        file.write_text(make_any_table(Random(seed)), encoding="utf-8")  # noqa: S311 - tables for a test
        try:
            proposal = propose_definitions(package_from_files([file]), "t")
        except Refused as refused:
            codes |= {finding.code for finding in refused.findings}
        else:
            made += "rows" in proposal.framework.indicators
    assert made > len(seeds) * 0.9
    assert not codes & {DEFINITION, SCHEMA_ERROR}
