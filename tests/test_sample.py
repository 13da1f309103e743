"""The sample project: every published figure held against its rows, read here with the csv module alone."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from roundtable_cli import Project
from roundtable_cli.indicators.results import ResultValue
from tests.conftest import ROOT

DATA = ROOT / "data"
LANGUAGES = ("en", "ru", "ky")
Row = dict[str, str]


@cache
def rows(table: str) -> tuple[Row, ...]:
    """The rows of a file of the sample, as texts."""
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, strict=True))


@cache
def definitions() -> dict[str, Any]:
    """What indicators.toml says, with no code of the program between."""
    return tomllib.loads((DATA / "indicators.toml").read_text(encoding="utf-8"))


@cache
def package() -> dict[str, Any]:
    """What datapackage.json says."""
    loaded: dict[str, Any] = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    return loaded


def always(_row: Row) -> bool:
    """Chooses every row."""
    return True


def different(table: str, column: str, chosen: Callable[[Row], bool] = always) -> int:
    """How many different values a column has in the chosen rows."""
    return len({row[column] for row in rows(table) if chosen(row) and row[column]})


def how_many(table: str, chosen: Callable[[Row], bool] = always) -> int:
    """How many rows are chosen."""
    return sum(map(chosen, rows(table)))


# Each figure of the round table, and how to count it by hand in the rows.
COUNTED: dict[str, tuple[int, Callable[[], object]]] = {
    "activists": (106, lambda: different("activists", "activist_id")),
    "settlements": (11, lambda: different("activists", "settlement")),
    "staff_trained": (27, lambda: different("trainings", "staff_id", lambda row: row["kind"] == "training")),
    "staff_advised": (22, lambda: different("trainings", "staff_id", lambda row: row["kind"] == "advisory")),
    "initiatives_funded": (7, lambda: different("grants", "grant_id")),
    "grants_usd": (61933, lambda: sum(Decimal(row["amount_usd"]) for row in rows("grants"))),
    "advocacy_actions": (8, lambda: different("actions", "action_id")),
    "advocacy_participants": (265, lambda: sum(int(row["participants"]) for row in rows("actions"))),
    "youth_programme_priorities": (5, lambda: how_many("priorities")),
    "pilot_settlements": (10, lambda: how_many("settlements", lambda row: row["pilot"] == "true")),
    "prevention_committees": (
        2,
        lambda: different(
            "committees", "mta", lambda row: row["kind"] == "violence_prevention" and row["pilot"] == "true"
        ),
    ),
    "administrations_represented": (
        4,
        lambda: how_many("roundtable", lambda row: row["kind"] == "administration" and row["head_present"] == "true"),
    ),
    "mtas_represented": (
        6,
        lambda: how_many("roundtable", lambda row: row["kind"] == "mta" and row["head_present"] == "true"),
    ),
}


@pytest.fixture(scope="module")
def computed() -> dict[str, ResultValue]:
    """The program's own values."""
    return {result.code: result.value for result in Project.open("sample").compute()}


@pytest.mark.parametrize("code", COUNTED)
def test_figures_in_the_rows(code: str) -> None:
    """Each published figure is in the rows, counted by hand."""
    published, count = COUNTED[code]
    assert count() == published


@pytest.mark.parametrize("code", COUNTED)
def test_figures_computed(code: str, computed: dict[str, ResultValue]) -> None:
    """The program computes each published figure, and its definition holds it as published."""
    assert computed[code] == COUNTED[code][0]
    assert definitions()["indicators"][code]["published"]["value"] == COUNTED[code][0]


def test_share_of_women(computed: dict[str, ResultValue]) -> None:
    """The share of women is of the people whose sex is recorded, each counted once."""
    sex = {row["activist_id"]: row["sex"] for row in rows("activists") if row["sex"]}
    share = Fraction(sum(value == "female" for value in sex.values()), len(sex)) * 100
    assert computed["share_women"] == pytest.approx(float(share), abs=1e-12)
    assert "published" not in definitions()["indicators"]["share_women"]


def test_order(computed: dict[str, ResultValue]) -> None:
    """The indicators come in the order of the published figures, the share of women last."""
    assert list(computed) == [*COUNTED, "share_women"]


def test_topics() -> None:
    """The actions raised four issues, the programme has its five areas."""
    assert different("actions", "topic") == 4
    assert {row["priority"] for row in rows("priorities")} == {"education", "leisure", "sport", "ecology", "safety"}


def test_like_life() -> None:
    """Settlements are uneven, ages 14 to 28, both sexes there, a few not recorded, dates over 2018."""
    people = rows("activists")
    sizes = Counter(row["settlement"] for row in people)
    assert len({*sizes.values()}) > 5
    assert {*range(14, 29)} >= {int(row["age"]) for row in people} > {14, 28}
    assert {row["sex"] for row in people} == {"female", "male", ""}
    assert 0 < how_many("activists", lambda row: not row["sex"]) < 10
    dates = {row["joined_on"] for row in people} | {row["date"] for row in rows("trainings")}
    assert all(date.startswith("2018-") for date in dates)
    assert len({date[:7] for date in dates}) >= 6


def resources() -> Iterator[tuple[str, dict[str, Any]]]:
    """The tables by name."""
    yield from ((resource["name"], resource) for resource in package()["resources"])


def fields(table: str) -> list[str]:
    """The declared columns of a table."""
    return [field["name"] for field in dict(resources())[table]["schema"]["fields"]]


def test_every_file_is_declared() -> None:
    """Each file is a table of the package, with the columns that the package declares."""
    assert {resource["path"] for _, resource in resources()} == {path.name for path in DATA.glob("*.csv")}
    for name, _ in resources():
        assert list(rows(name)[0]) == fields(name)


def test_keys_hold() -> None:
    """No two rows of a table have the same key, or where none is declared the same cells; every reference is found."""
    for name, resource in resources():
        schema = resource["schema"]
        key = schema.get("primaryKey", list(rows(name)[0]))
        values = [tuple(row[column] for column in ([key] if isinstance(key, str) else key)) for row in rows(name)]
        assert len({*values}) == len(values), name
        assert all(any(value) for value in values), name
        for foreign in schema.get("foreignKeys", ()):
            other, there = foreign["reference"]["resource"] or name, foreign["reference"]["fields"]
            known = {tuple(row[column] for column in there) for row in rows(other)}
            assert {tuple(row[column] for column in foreign["fields"]) for row in rows(name)} <= known


def test_nobody_is_named() -> None:
    """No column tells who somebody is: people are pseudonymous codes, places and offices numbers."""
    telling = re.compile(r"name|phone|mail|address|birth|passport|\bpin\b|inn", re.IGNORECASE)
    for table in ("activists", "trainings", "actions", "committees", "roundtable"):
        assert [field for field in fields(table) if telling.search(field)] == []
    assert all(re.fullmatch(r"A\d{3}", row["activist_id"]) for row in rows("activists"))
    assert all(re.fullmatch(r"T\d{2}", row["staff_id"]) for row in rows("trainings"))
    assert all(re.fullmatch(r"Settlement \d+", row["name"]) for row in rows("settlements"))
    assert all(re.fullmatch(r"[A-Z]+\d+", row["office"]) for row in rows("roundtable"))


def texts() -> Iterator[tuple[str, Any]]:
    """Every text of the definitions that readers see, with its place."""
    yield "title", definitions()["project"]["title"]
    for name, dimension in definitions()["dimensions"].items():
        yield f"{name} label", dimension["label"]
        for code, category in dimension.get("categories", {}).items():
            if isinstance(category, dict):
                yield f"{name}.{code}", category["label"]
    for code, indicator in definitions()["indicators"].items():
        yield from ((f"{code} {key}", indicator[key]) for key in ("label", "definition"))
        yield f"{code} unit", indicator["unit"]
        if "published" in indicator:
            yield f"{code} source", indicator["published"]["source"]


@pytest.mark.parametrize(("place", "text"), [pytest.param(*pair, id=pair[0]) for pair in texts()])
def test_three_languages(place: str, text: object) -> None:
    """Every label, definition, unit and source is there in English, Russian and Kyrgyz; USD and % need none."""
    if place.endswith(" unit") and isinstance(text, str):
        assert text in {"USD", "%"}
        return
    assert isinstance(text, dict)
    assert set(text) == set(LANGUAGES)
    assert all(written.strip() for written in text.values())
    assert re.search("[а-яёңөү]", text["ru"], re.IGNORECASE)
    assert re.search("[а-яёңөү]", text["ky"], re.IGNORECASE)
    assert not re.search("[а-яёңөү]", text["en"], re.IGNORECASE)


def test_readme_comes_clean() -> None:
    """The first lines beside the data say that the rows are reconstructed and only the totals published."""
    first = "\n".join((DATA / "README.md").read_text(encoding="utf-8").splitlines()[:6]).lower()
    assert "reconstructed" in first
    assert "only the totals are published" in first


def test_readme_maps_every_figure() -> None:
    """The mapping from figures to rows names every indicator that has a published figure, with that figure."""
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    for code, (figure, _) in COUNTED.items():
        (line,) = [line for line in readme.splitlines() if line.startswith("|") and f"| `{code}` |" in line]
        assert line.split("|")[1].strip().replace(",", "").removesuffix(" USD") == str(figure)


def test_no_more_indicators() -> None:
    """There are fourteen indicators, and each is broken down only by dimensions that there are."""
    assert len(definitions()["indicators"]) == 14
    for indicator in definitions()["indicators"].values():
        assert {*indicator.get("disaggregate", ())} <= {*definitions()["dimensions"]}
