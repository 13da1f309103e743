"""The notes below a table, in words."""

from __future__ import annotations

from collections.abc import Iterator

from roundtable_cli.indicators.definitions.framework import Indicator, LocalizedText
from roundtable_cli.indicators.reconciliation import OverlapEquation
from roundtable_cli.indicators.results import Note, NumericValue
from roundtable_cli.output.language import number_format
from roundtable_cli.output.layouts.cell_texts import CellTexts
from roundtable_cli.output.page import PageNote


def page_notes(cells: CellTexts) -> Iterator[PageNote]:
    """Each note as a sentence; what is to be said alike of several indicators is said once."""
    alike: dict[tuple[str, str], list[Note]] = {}
    for note in cells.results.notes:
        about = repr(sorted((key, str(value)) for key, value in note.about.items()))
        alike.setdefault((note.kind, about), []).append(note)
    for notes in alike.values():
        codes = [note.indicator.code for note in notes if note.indicator]
        yield PageNote(_note_text(notes[0], ", ".join(codes), cells), codes)


def _note_text(note: Note, codes: str, cells: CellTexts) -> str:
    rows, equation = note.about.get("rows"), note.about.get("equation")
    about = dict(note.about)
    if isinstance(equation, OverlapEquation):
        about = dict(_equation_texts(equation, cells))
    elif note.kind == "as-known":
        end = about["end"]
        about["end"] = cells.words("at-the-end", day=end) if end else cells.words("from-all-records")
    elif note.kind == "published" and note.indicator:
        about = dict(_published_texts(note.indicator, note, cells))
    return cells.words(f"note-{note.kind}", rows if isinstance(rows, int) else None, **about | {"codes": codes})


def _equation_texts(equation: OverlapEquation, cells: CellTexts) -> dict[str, str]:
    by = {dimension.name: dimension for dimension in cells.results.by}
    unit, locale = equation.indicator.unit(""), cells.words.locale
    place = ", ".join(cells.category_labels(by[name])[key] for name, key in equation.cell)
    return {
        "where": f" ({place})" if place else "",
        "dimension": cells.dimension_label(equation.dimension),
        "parts": number_format.format_value(equation.parts, unit, locale),
        "overlap": number_format.format_value(equation.overlap, unit, locale),
        "whole": number_format.format_value(equation.whole, unit, locale),
    }


def _published_texts(indicator: Indicator, note: Note, cells: CellTexts) -> dict[str, str]:
    value, source = note.about["value"], note.about["source"]
    return {
        "value": number_format.format_value(value, indicator.unit(""), cells.words.locale)
        if isinstance(value, NumericValue)
        else str(value),
        "source": source(cells.words.language) if isinstance(source, LocalizedText) else "",
    }
