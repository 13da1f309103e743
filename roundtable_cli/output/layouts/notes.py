"""The notes below a table, in words."""

from __future__ import annotations

from collections.abc import Iterator

from roundtable_cli.indicators.definitions.framework import Indicator, Text
from roundtable_cli.indicators.reconciliation import Equation
from roundtable_cli.indicators.results import Note, Number
from roundtable_cli.output.language import number_format
from roundtable_cli.output.layouts.cell_texts import Cells
from roundtable_cli.output.page import Remark


def texts(cells: Cells) -> Iterator[Remark]:
    """Each note as a sentence; what is to be said alike of several indicators is said once."""
    alike: dict[tuple[str, str], list[Note]] = {}
    for note in cells.results.notes:
        about = repr(sorted((key, str(value)) for key, value in note.about.items()))
        alike.setdefault((note.kind, about), []).append(note)
    for notes in alike.values():
        codes = [note.indicator.code for note in notes if note.indicator]
        yield Remark(_text(notes[0], ", ".join(codes), cells), codes)


def _text(note: Note, codes: str, cells: Cells) -> str:
    rows, equation = note.about.get("rows"), note.about.get("equation")
    about = dict(note.about)
    if isinstance(equation, Equation):
        about = dict(_equation(equation, cells))
    elif note.kind == "as-known":
        end = about["end"]
        about["end"] = cells.words("at-the-end", day=end) if end else cells.words("from-all-records")
    elif note.kind == "published" and note.indicator:
        about = dict(_published(note.indicator, note, cells))
    return cells.words(f"note-{note.kind}", rows if isinstance(rows, int) else None, **about | {"codes": codes})


def _equation(equation: Equation, cells: Cells) -> dict[str, str]:
    by = {dimension.name: dimension for dimension in cells.results.by}
    unit, locale = equation.indicator.unit(""), cells.words.locale
    place = ", ".join(cells.axis(by[name])[key] for name, key in equation.cell)
    return {
        "where": f" ({place})" if place else "",
        "dimension": cells.dimension(equation.dimension),
        "parts": number_format.text(equation.parts, unit, locale),
        "overlap": number_format.text(equation.overlap, unit, locale),
        "whole": number_format.text(equation.whole, unit, locale),
    }


def _published(indicator: Indicator, note: Note, cells: Cells) -> dict[str, str]:
    value, source = note.about["value"], note.about["source"]
    return {
        "value": number_format.text(value, indicator.unit(""), cells.words.locale)
        if isinstance(value, Number)
        else str(value),
        "source": source(cells.words.language) if isinstance(source, Text) else "",
    }
