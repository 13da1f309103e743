"""Published values beside what the records give for them: a page, or tidy rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from roundtable_cli.indicators.published_comparison import PublishedComparison
from roundtable_cli.indicators.results import Results
from roundtable_cli.output.language import number_format
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts import notes, summary_page
from roundtable_cli.output.layouts.cell_texts import CellTexts
from roundtable_cli.output.page import Page, PageNote, PageTable, TidyData

COMPARISON_COLUMNS = ("published", "source", "digits", "difference", "factor", "agrees")


class PublishedLayout(NamedTuple):
    """Published values beside those of the records, in a language.

    `results` are those of all records, whose notes stand below.
    """

    comparisons: Sequence[PublishedComparison]
    results: Results
    words: LanguageWords

    def build_data(self) -> TidyData:
        """One row per published value."""
        return published_data(self.comparisons, self.words.language)

    def build_page(self, width: int | None = None, lines: Sequence[str] = ()) -> Page:
        """The page of one table."""
        return published_page(self, width, lines)


def published_data(comparisons: Sequence[PublishedComparison], language: str) -> TidyData:
    """One row per published value: code, indicator, period, its categories, both values and how far they are apart.

    `digits` is how many are compared; `agrees` is 1 where the value of the records, rounded so, is the same, else 0.
    """
    names = [*dict.fromkeys(name for one in comparisons for name, _ in one.figure.cell)]
    by = summary_page.breakdown_headings(names)
    rows = []
    for one in comparisons:
        figure, result = one.figure, one.result
        row: list[object] = [result.code, result.indicator.label(language), figure.period or None]
        row += [*map(result.category, names), result.value, result.unit(language), figure.value]
        row += [figure.source(language) or None, figure.digits, one.difference, one.factor, int(one.agrees)]
        rows.append(tuple(row))
    return TidyData(("code", "indicator", "period", *by, "value", "unit", *COMPARISON_COLUMNS), tuple(rows))


def published_page(layout: PublishedLayout, width: int | None, lines: Sequence[str]) -> Page:
    """A row per published value, and whether it agrees."""
    comparisons, results, words = layout
    others = tuple(note for note in results.notes if note.kind != "published")  # which the table says
    cells = CellTexts(replace(results, notes=others), words)
    differ = not all(one.agrees for one in comparisons)
    distances = ("published_difference", "published_factor") if differ else ()
    head = tuple(map(words, ("code", "indicator", "value", "published_value", "digits", *distances, "agreement")))
    rows = tuple(_comparison_row(one, cells, differ) for one in comparisons)
    table = PageTable(head, rows, right_aligned=frozenset(range(2, len(head) - 1)), wrap_columns=(1,))
    table = table.stack_codes(width)
    title, *below = summary_page.page_heading(results, words, lines)
    sources = dict.fromkeys(one.figure.source(words.language) for one in comparisons)
    named = [PageNote(f"{words('published')}: {source}.") for source in sources if source]
    return Page(title, tuple(below), (table,), (*named, *notes.page_notes(cells, [table])), width=width)


def _comparison_row(compared: PublishedComparison, cells: CellTexts, differ: bool) -> tuple[str, ...]:
    """The texts of one published value; how far it is from that of the records, where any of them `differ`."""
    words, figure, result = cells.words, compared.figure, compared.result
    unit, locale = result.unit(""), words.locale
    label = cells.indicator_label(result.indicator)
    published = number_format.format_as_written(figure.value, unit, locale)
    texts = [result.code, f"{label} ({figure.place})" if figure.place else label, cells.value_text(result), published]
    texts.append(number_format.format_value(figure.digits, "", locale))
    for number in (compared.difference, compared.factor) if differ else ():
        texts.append("" if compared.agrees else number_format.format_value(number, "", locale))
    is_unknown = result.is_hidden or result.is_refused
    return (*texts, words("not-compared" if is_unknown else "agrees" if compared.agrees else "differs"))
