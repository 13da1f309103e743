"""A unit agrees with its number."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roundtable_cli.indicators.results import ResultValue
from roundtable_cli.output.language.unit_names import name_unit


@pytest.mark.parametrize(
    ("unit", "singular"),
    [
        ("people", "person"),
        ("people trained", "person trained"),
        ("settlements", "settlement"),
        ("families", "family"),
        ("houses", "house"),
        ("classes", "class"),
        ("boxes", "box"),
        ("MTAs", "MTA"),
        ("%", "%"),
        ("km", "km"),
        ("gas", "gas"),
        ("series", "series"),
        ("losses", "loss"),
        ("sessions per course", "sessions per course"),
    ],
)
def test_one(unit: str, singular: str) -> None:
    """After 1 an English plural is in the singular; what may be none stays."""
    assert name_unit(unit, 1, "en") == singular


@pytest.mark.parametrize("value", [0, 2, 1.5, Decimal("0.1"), -1, "1", None])
def test_any_other_number(value: ResultValue) -> None:
    """After any other number it is the plural."""
    assert name_unit("people", value, "en") == "people"


def test_other_languages() -> None:
    """Words of another language are left alone, even in -s; "people" is English wherever it stands."""
    assert name_unit("Tests", 1, "de") == "Tests"
    assert name_unit("чел.", 1, "ru") == "чел."
    assert name_unit("people", Decimal("1.00"), "ru") == "person"


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (1, "человек"),
        (2, "человека"),
        (5, "человек"),
        (11, "человек"),
        (21, "человек"),
        (22, "человека"),
        (1.5, "человека"),
    ],
)
def test_russian_numbers(value: ResultValue, unit: str) -> None:
    """A word that is known has the form that its number has in Russian, and in no other language."""
    assert name_unit("человек", value, "ru") == unit
    assert name_unit("человек", value, "ky") == "человек"


def test_declared_forms() -> None:
    """What a project declares goes before all else; a form that is not declared is that of other numbers."""
    forms = {"one": "кружок", "few": "кружка", "many": "кружков"}
    assert [name_unit("кружков", value, "ru", forms) for value in (1, 3, 8)] == ["кружок", "кружка", "кружков"]
    assert [name_unit("x", value, "en", {"one": "ox", "other": "oxen"}) for value in (1, 0)] == ["ox", "oxen"]
    assert name_unit("топтор", 1, "ky", {"other": "топ"}) == "топ"
