"""Every place that must know a measure. A new one has its record, its arithmetic and its words, or a test fails."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

import roundtable_cli
from roundtable_cli.indicators.definitions.measures import MEASURES, MEASURES_OF_PARTS, Measure
from roundtable_cli.indicators.measures import catalogue, formulas
from roundtable_cli.output.language.words import load_catalogue

pytestmark = pytest.mark.parametrize("measure", MEASURES.values(), ids=[*MEASURES])


def test_arithmetic(measure: Measure) -> None:
    """A measure can be computed wherever its record says that it may stand, and nowhere else."""
    row_operations = (
        *catalogue.CATEGORICAL_OPERATIONS,
        *catalogue.NUMERIC_OPERATIONS,
        *catalogue.DATE_OPERATIONS,
    )
    known = {
        "over rows": (measure.name in catalogue.AGGREGATIONS, not measure.is_formula),
        "over indicators": (measure.name in formulas.FORMULAS, measure.is_formula or measure.name in MEASURES_OF_PARTS),
        "weighted": (measure.name in catalogue.WEIGHTED_AGGREGATIONS, measure.may_be_weighted),
        "over rows of another table": (measure.name in catalogue.ROLLUPS, measure.in_rollups),
        "over columns of a row": (measure.name in row_operations, measure.in_row_columns),
        "over dates of a row": (measure.name in catalogue.DATE_OPERATIONS, measure.needs_order),
    }
    assert {place: there for place, (there, _) in known.items()} == {place: due for place, (_, due) in known.items()}


def test_words(measure: Measure) -> None:
    """Every measure has its name and its rule in every language, and what else is said of it where it may stand."""
    entries = {measure.name, f"rule-{measure.name}"}
    entries |= {f"rule-{measure.name}-rows"} if measure.is_column_optional else set()
    entries |= {f"rule-{measure.name}-parts"} if measure.name in MEASURES_OF_PARTS else set()
    entries |= {f"columns-{measure.name}"} if measure.in_row_columns else set()
    catalogue = load_catalogue()
    assert {(entry, language) for entry in entries for language in ("en", "ru", "ky")} <= {
        (entry, language) for entry, texts in catalogue.items() for language in texts
    }


def test_traits_agree(measure: Measure) -> None:
    """What a record says holds together."""
    assert measure.takes_column or not measure.needs_column
    assert not (measure.is_formula and (measure.takes_column or measure.in_rollups or measure.may_be_weighted))
    assert bool(measure.sign) == bool(measure.part_count) == measure.is_formula
    assert not (measure.needs_numbers and measure.needs_order)
    assert not (measure.is_count and measure.keeps_unit)


@cache
def comparisons_of_measures() -> tuple[tuple[str, frozenset[object]], ...]:
    """Each comparison of something called a measure, in words, with the constants in it."""
    return tuple(
        (f"{path}: {ast.unparse(node)}", frozenset(n.value for n in ast.walk(node) if isinstance(n, ast.Constant)))
        for path in sorted(Path(roundtable_cli.__file__).parent.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare) and "measure" in ast.unparse(node.left)
    )


def test_nothing_else_compares_measures(measure: Measure) -> None:
    """No other module tells a measure apart by its name: whoever needs to know asks the record."""
    assert [text for text, constants in comparisons_of_measures() if measure.name in constants] == []
