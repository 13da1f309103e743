"""Currencies in the cells of a table: amounts that contradict each other, and words that no currency is known by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from roundtable_cli.errors import WARNING, Finding, Refused
from roundtable_cli.finding_codes import CURRENCY_ERROR
from roundtable_cli.tables.checks import amount_currencies
from roundtable_cli.tables.profiling import currency_columns
from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.values import currency_signs


def find_currency_findings(source: Source, profiles: Mapping[str, ColumnProfile]) -> Iterator[Finding]:
    """An error for each amount whose currency contradicts its heading, its row or the others, and warnings.

    A warning tells of each word that names no currency in a column of them, and of amounts whose currency two columns
    may name. Of an undeclared column whose cells disagree `ambiguous_columns` tells.
    """
    names = currency_columns.find_currency_columns(source)
    for profile in profiles.values():
        if profile.is_numeric:
            yield from _find_amount_findings(source, profile, names)
    for name in names:
        yield from _find_unknown_words(profiles[name])


def _find_amount_findings(source: Source, profile: ColumnProfile, names: Iterable[str]) -> Iterator[Finding]:
    try:
        name = currency_columns.find_row_currency(source, profile.field, tuple(names))
    except Refused as refused:
        yield from (finding._replace(severity=WARNING) for finding in refused.findings)
        return
    currency = source.get_field(name) if name in source.column_names else None
    yield from amount_currencies.find_currency_faults(source, profile.field, currency)


def _find_unknown_words(profile: ColumnProfile) -> Iterator[Finding]:
    unknown = [text for text in profile.text_counts if not currency_signs.read_known_name(text)]
    for text, place in profile.find_first_places(unknown).items():
        fault = f"{profile.quote_text(text)} is not a currency that is known; its amounts are kept apart"
        yield profile.make_warning(CURRENCY_ERROR, place, fault, "correct it, or write the code of the currency")
