"""The notes below a table, in words."""

from __future__ import annotations

from collections.abc import Iterator

from roundtable_cli.indicators.framework import Indicator, Text
from roundtable_cli.indicators.periods import MONTHS
from roundtable_cli.indicators.reconcile import Equation
from roundtable_cli.indicators.results import Note, Number, Results
from roundtable_cli.output import numbers
from roundtable_cli.output.words import Words


def texts(results: Results, words: Words) -> Iterator[str]:
    """Each note as a sentence; what is to be said alike of several indicators is said once."""
    alike: dict[tuple[str, str], list[str]] = {}
    for note in results.notes:
        about = repr(sorted((key, str(value)) for key, value in note.about.items()))
        alike.setdefault((note.kind, about), []).append(note.indicator.code if note.indicator else "")
    said = set()
    for note in results.notes:
        about = repr(sorted((key, str(value)) for key, value in note.about.items()))
        if (note.kind, about) not in said:
            said.add((note.kind, about))
            yield _text(note, ", ".join(alike[note.kind, about]), results, words)


def _text(note: Note, codes: str, results: Results, words: Words) -> str:
    rows, equation = note.about.get("rows"), note.about.get("equation")
    about = dict(note.about)
    if isinstance(equation, Equation):
        about = dict(_equation(equation, results, words))
    elif note.kind == "published" and note.indicator:
        about = dict(_published(note.indicator, note, words))
    return words(f"note-{note.kind}", rows if isinstance(rows, int) else None, **about | {"codes": codes})


def _equation(equation: Equation, results: Results, words: Words) -> dict[str, str]:
    unit = equation.indicator.unit("")
    dimension = equation.dimension
    name = words(dimension.name) if dimension.name in MONTHS else dimension.label(words.language)
    return {
        "where": " (" + ", ".join(_category(results, *pair, words) for pair in equation.cell) + ")"
        if equation.cell
        else "",
        "dimension": name or dimension.name,
        "parts": numbers.text(equation.parts, unit, words.locale),
        "overlap": numbers.text(equation.overlap, unit, words.locale),
        "whole": numbers.text(equation.whole, unit, words.locale),
    }


def _category(results: Results, dimension: str, code: str, words: Words) -> str:
    label = next((c.label(words.language) for c in results.categories[dimension] if c.code == code), "")
    return label or code


def _published(indicator: Indicator, note: Note, words: Words) -> dict[str, str]:
    value, source = note.about["value"], note.about["source"]
    return {
        "value": numbers.text(value, indicator.unit(""), words.locale) if isinstance(value, Number) else str(value),
        "source": source(words.language) if isinstance(source, Text) else "",
    }
