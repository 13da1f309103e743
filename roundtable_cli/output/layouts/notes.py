"""The notes below a table, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from roundtable_cli.errors import MAX_LISTED, Finding, lines_in_file
from roundtable_cli.indicators.published_comparison import PublishedComparison
from roundtable_cli.indicators.reconciliation import OverlapEquation
from roundtable_cli.indicators.results import Note
from roundtable_cli.output.language import number_format
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts.cell_texts import NO_BREAK, CellTexts, sourced_value
from roundtable_cli.output.page import PageNote, PageTable
from roundtable_cli.visible_text import visible_line

MAX_TERMS = 12  # values of periods that are written out as a sum


def page_notes(cells: CellTexts, tables: Iterable[PageTable]) -> Iterator[PageNote]:
    """Each note as a sentence; a note that is the same for several indicators is one sentence, with all their codes.

    Where the tables do not tell what their values come from, the notes tell what is missing in them.
    """
    if not any(cells.words("records") in table.head for table in tables):
        yield from _missing_notes(cells)
    same_notes: dict[tuple[str, str], list[Note]] = {}
    for note in cells.results.notes:
        about = repr(sorted((key, str(value)) for key, value in note.about.items()))
        same_notes.setdefault((note.kind, about), []).append(note)
    for notes in same_notes.values():
        codes = [note.indicator.code for note in notes if note.indicator]
        yield PageNote(_note_text(notes[0], ", ".join(codes), cells), codes)
    yield from map(PageNote, assumption_lines(cells.results.assumptions))


def reason_lines(results_notes: Iterable[Note], words: LanguageWords) -> Iterator[str]:
    """Notes told beside data, which have no place for them: why values are blank, and which are not ranked."""
    days: dict[object, list[str]] = {}
    for note in results_notes:
        if note.kind == "after-records" and note.indicator:
            days.setdefault(note.about["day"], []).append(note.indicator.code)
        if note.kind == "not-ranked" and note.indicator and isinstance(count := note.about["rows"], int):
            yield words("note-not-ranked", count, codes=note.indicator.code, dimension=note.about["dimension"])
    for day, codes in days.items():
        yield words("note-after-records", codes=", ".join(codes), day=day)


def _missing_notes(cells: CellTexts) -> Iterator[PageNote]:
    """Of each total that misses values, what it comes from: `vulnerable: 1,579 rows, 124 without a value`."""
    for indicator in cells.results.indicators:
        total = cells.results.of(indicator.code)
        if total and total.counts.missing:
            yield PageNote(f"{indicator.code}: {cells.source_text(total)}.", [indicator.code])


def assumption_lines(assumptions: Iterable[Finding]) -> Iterator[str]:
    """What was left out of the files that were read, or assumed about them: a line for all that is alike in a file.

    Files and sheets of which the same is told share the line.
    """
    files_by_line = dict[str, list[str]]()
    for file, findings in groupby(assumptions, lambda finding: finding.file):
        for line in lines_in_file(findings):
            files_by_line.setdefault(line, []).append(file)
    for line, files in files_by_line.items():
        yield f"{visible_line(_list_labels([*dict.fromkeys(files)]))}: {line}"


def _list_labels(labels: Sequence[str]) -> str:
    """`book.xlsx [I], [II], list.csv`: files, the sheets of a workbook after its name; of many the first three."""
    words, book = list[str](), ""
    for label in labels if len(labels) <= MAX_LISTED else labels[:3]:
        own, _, sheet = label.rpartition(" [") if label.endswith("]") else ("", "", "")
        words.append(f"[{sheet}" if own and own == book else label)
        book = own
    more = f" and {len(labels) - len(words):,} more" if len(labels) > len(words) else ""
    return ", ".join(words) + more


def _note_text(note: Note, codes: str, cells: CellTexts) -> str:
    rows = note.about.get("rows")
    texts = _note_details(note, cells) | {"codes": codes}
    return cells.words(f"note-{note.kind}", rows if isinstance(rows, int) else None, **texts)


def _note_details(note: Note, cells: CellTexts) -> dict[str, object]:
    """What the sentence of a note's kind fills in."""
    match note.about:
        case {"equation": OverlapEquation() as equation}:
            return _equation_texts(equation, note.about.get("terms"), cells)
        case {"end": end}:
            return {"end": cells.words("at-the-end", day=end) if end else cells.words("from-all-records")}
        case {"comparison": PublishedComparison() as compared}:
            return _comparison_texts(compared, cells)
        case {"dimension": str(name)} if name in {dimension.name for dimension in cells.results.by}:
            return {**note.about, "dimension": cells.dimension_label(cells.results.framework.find_dimension(name))}
    return dict(note.about)


def _comparison_texts(compared: PublishedComparison, cells: CellTexts) -> dict[str, object]:
    """A published value, that of the records, and how far they are apart."""
    figure, unit, locale = compared.figure, compared.result.unit(""), cells.words.locale
    published = sourced_value(figure.value, unit, figure.source(cells.words.language), locale)
    value = number_format.format_value(compared.result.value, unit, locale)
    numbers = {"difference": compared.difference, "factor": compared.factor}
    shown: dict[str, object] = {
        name: number_format.format_value(number, "", locale) for name, number in numbers.items()
    }
    return shown | {"where": f" ({figure.place})" if figure.place else "", "published": published, "value": value}


def _equation_texts(equation: OverlapEquation, terms: object, cells: CellTexts) -> dict[str, object]:
    """The parts of an equation; a few `terms` are written out as a sum, in place of what they add up to."""
    by = {dimension.name: dimension for dimension in cells.results.by}
    unit, locale = equation.indicator.unit(""), cells.words.locale
    place = ", ".join(cells.category_labels(by[name])[key] for name, key in equation.cell)
    parts = number_format.format_value(equation.parts, unit, locale)
    numbers = terms if isinstance(terms, tuple) and len(terms) <= MAX_TERMS and min(terms) >= 0 else ()
    added = f"{NO_BREAK}+ ".join(number_format.format_value(number, unit, locale) for number in numbers)
    return {
        "where": f" ({place})" if place else "",
        "dimension": cells.dimension_label(equation.dimension),
        "parts": parts,
        "added": added or parts,
        "overlap": number_format.format_value(equation.overlap, unit, locale),
        "whole": number_format.format_value(equation.whole, unit, locale),
    }
