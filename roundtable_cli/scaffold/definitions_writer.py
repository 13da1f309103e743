"""A first `indicators.toml`, written from what tables hold: it works as it is, and says what to edit."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from roundtable_cli.indicators.definitions import periods
from roundtable_cli.indicators.definitions.framework import NOT_RECORDED, RESERVED, TOTAL
from roundtable_cli.scaffold import code_names, dimension_drafts, indicator_drafts, toml_format
from roundtable_cli.scaffold.dimension_drafts import Grouping, Proposals
from roundtable_cli.scaffold.indicator_drafts import Draft
from roundtable_cli.scaffold.schema_proposal import Proposal
from roundtable_cli.tables.table import is_currency

LANGUAGES = ("en", "ru", "ky")
HEADLINES = 12  # indicators that stand in a summary
WIDTH = 120
HEAD = """\
# What is counted in these tables. rt-stats wrote it from their rows and headers: a start, and all of it yours to edit.
#
#   rt-stats summary                     the headline indicators; broken down: rt-stats summary --by {by}
#   rt-stats show                        all the indicators there are, and what each counts
#   rt-stats check                       what is wrong in the files, and in which row
#
# Give an indicator the name that your reports have for it, and say more of it where there is more to say:
#
#   label    = "People trained"          one text, or one for each language: {{ en = "…", ru = "…", ky = "…" }}
#   where    = {{ kind = "training" }}     only these rows
#   target   = 120                       or by period, targets = {{ "2026Q1" = 40, lop = 120 }}; then: rt-stats track
#   headline = false                     computed only when it is asked for by its code
#
# Delete what nobody asks for. A code, the word in [indicators.…], is what scripts ask for: rt-stats get CODE.
# The README of rt-stats, "Your own project in five steps", has all the words and what they mean.
"""
LIFE = """\
# start             = 2026-01-01     # the life of the project, outside of which no period is answered
# end               = 2027-12-31
# fiscal_year_start = 1              # the month
"""


class _Entry(NamedTuple):
    """An indicator with its table and its code."""

    table: str
    code: str
    draft: Draft


def languages(first: str | None = None) -> tuple[str, ...]:
    """The languages that a new project speaks, one of them first."""
    return tuple(sorted(LANGUAGES, key=lambda language: language != first))


def text(title: str, proposals: Proposals, languages: tuple[str, ...] = LANGUAGES) -> str:
    """The text of an `indicators.toml` for the tables of a folder, by name, with labels in these languages.

    Args:
        title: the project's title: the name of the folder or the file.
        proposals: what `propose.propose` gives for the tables; codes, keys and currencies are those of its schemas.
        languages: of English, Russian and Kyrgyz (en, ru, ky) those wanted, the one spoken first first.

    """
    entries, found = _entries(proposals), dimension_drafts.groupings(proposals)
    dimensions = _named(found, proposals)
    headlines = {one.code for one in _headlines(entries, {one.table for one in found})}
    parts = [_project(title, entries, languages)]
    if dimensions:
        parts.append("\n" + toml_format.comment("How the numbers can be broken down"))
    parts += [_dimension(name, one, proposals, languages) for name, one in dimensions.items()]
    for name, proposal in proposals.items():
        own = [one for one in entries if one.table == name]
        parts.append("\n" + "".join(map(toml_format.comment, _about(name, proposal))))
        parts += [_indicator(one, proposal, one.code in headlines, languages) for one in own]
    return "\n".join([HEAD.format(by=next(iter(dimensions), "quarter")), *parts])


def _entries(proposals: Proposals) -> list[_Entry]:
    """The indicators of all tables, each with a code of its own; of several tables, with the table's name before."""
    entries: list[_Entry] = []
    for number, (name, proposal) in enumerate(proposals.items(), 1):
        table = "" if len(proposals) == 1 else code_names.code(name) or f"table_{number}"
        for draft in indicator_drafts.drafts(proposal):
            wanted = code_names.code(table, _stem(draft, proposal))
            entries.append(_Entry(name, code_names.unique(wanted, (one.code for one in entries)), draft))
    return entries


def _stem(draft: Draft, proposal: Proposal) -> str:
    """The words of an indicator's code."""
    if draft.kind == "rows":
        return "rows"
    if draft.kind == "people" and {*draft.columns} & proposal.personal:
        return "people"
    column = draft.meets or draft.columns[0]
    named = code_names.code(column) or f"column_{[*proposal.columns].index(column) + 1}"
    about = {"mean": ("mean", named), "share": ("share", named), "sum_without": (named, "no_currency")}
    return "_".join(about.get(draft.phrase, (named, *(value.lower() for _, value in draft.only if value))))


def _headlines(entries: Iterable[_Entry], of_codes: Collection[str]) -> list[_Entry]:
    """The first of each table, then the second, and so on, as many as make a summary; tables of codes wait a little."""
    by_table: dict[str, list[_Entry]] = {}
    for one in entries:
        by_table.setdefault(one.table, []).append(one)
    turns = [
        (turn + 2 * (table in of_codes), one)
        for table, own in by_table.items()
        for turn, one in enumerate(sorted(own, key=lambda one: one.draft.rank))
    ]
    return [one for _, one in sorted(turns, key=lambda pair: pair[0])][:HEADLINES]


def _named(found: Iterable[Grouping], proposals: Proposals) -> dict[str, Grouping]:
    """Dimensions by name: that of the header, with the table's before it where it would mean something else too."""
    listed = [(code_names.code(one.about) or "column", one) for one in found]
    stems = [stem for stem, _ in listed]
    barred = {*RESERVED, *periods.MONTHS, *_booleans(proposals)}
    names: dict[str, Grouping] = {}
    for stem, one in listed:
        clear = one.known or (stem not in barred and stems.count(stem) == 1 and code_names.code(one.about))
        wanted = stem if clear else code_names.code(next(iter(one.columns)), stem) or f"by_{stem}"
        names[code_names.unique(wanted if wanted not in barred or one.known else f"by_{wanted}", names)] = one
    return names


def _booleans(proposals: Proposals) -> Iterator[str]:
    """Columns that conditions test by name, where a dimension of that name would go before them."""
    for proposal in proposals.values():
        yield from (name for name, column in proposal.columns.items() if column.field.type == "boolean")


def _project(title: str, entries: Iterable[_Entry], languages: tuple[str, ...]) -> str:
    """The section of the project: what is known of it, and what she may add."""
    currencies = {one.draft.unit for one in entries if is_currency(one.draft.unit)}
    keys: dict[str, object] = {"title": title, "languages": languages}
    if len(currencies) == 1:
        keys["currency"] = currencies.pop()
    return toml_format.section(["project"], keys, WIDTH) + LIFE


def _dimension(name: str, one: Grouping, proposals: Proposals, languages: tuple[str, ...]) -> str:
    """The section of a dimension: its label, its columns, and its categories or bands."""
    label = _in("dimension", one.about, languages) if one.known else one.about
    keys: dict[str, object] = {"label": label, **_columns(one, proposals)}
    if one.bands:
        keys["bands"] = one.bands
    if one.table:
        by_language = {language: one.labels[language] for language in languages if language in one.labels}
        shown = one.labels.get("") or by_language
        keys["categories"] = {"table": one.table, **({"label": shown} if shown else {})}
    for code, others in one.categories.items():
        label = dimension_drafts.phrases()["sex"][code]["label"] if one.about == "sex" else code
        keys |= _category(code, label, others, languages)
    return toml_format.section(["dimensions", name], keys, WIDTH)


def _columns(one: Grouping, proposals: Proposals) -> dict[str, object]:
    """Its column, where all tables that have one of that name are meant, and the columns of the others by table."""
    headers = {table: column for table, column in one.columns.items() if column in proposals[table].columns}
    common, *others = dict.fromkeys(headers.values())
    elsewhere = any(common in proposal.columns for name, proposal in proposals.items() if name not in headers)
    if others or elsewhere:
        return {"columns": one.columns}
    rest = {table: column for table, column in one.columns.items() if table not in headers}
    return {"column": common, **({"columns": rest} if rest else {})}


def _category(
    code: str, label: str | Mapping[str, str], others: tuple[str, ...], languages: tuple[str, ...]
) -> dict[str, object]:
    """A category with its label and its other spellings; one that is called as a row of every table gets a new key."""
    known = f"{code}_" if code in {NOT_RECORDED, TOTAL} else code
    aliases = others if known == code else (code, *others)
    named = label if isinstance(label, str) else {language: label[language] for language in languages}
    return {f"categories.{toml_format.key(known)}": {"label": named, **({"aliases": aliases} if aliases else {})}}


def _indicator(one: _Entry, proposal: Proposal, headline: bool, languages: tuple[str, ...]) -> str:
    """The section of an indicator."""
    draft, date = one.draft, indicator_drafts.event_date(proposal)
    about = {"table": one.table, "column": ", ".join(draft.columns) or draft.meets}
    about["value"] = ", ".join(value for _, value in draft.only)
    keys: dict[str, object] = {
        "label": _in("label", draft.phrase, languages, **about),
        "table": one.table,
        "measure": draft.measure,
        "column": draft.columns[0] if len(draft.columns) == 1 else draft.columns,
        "where": {name: value or {"missing": True} for name, value in draft.only},
        "meets": {draft.meets: True} if draft.meets else {},
        "date": date,
        "unit": _in("unit", draft.unit, languages) if draft.unit in dimension_drafts.phrases()["unit"] else draft.unit,
    }
    if draft.meets:
        keys["where"] = {draft.meets: {"missing": False}}
    written = {key: value for key, value in keys.items() if value}
    return toml_format.section(["indicators", one.code], written if headline else {**written, "headline": False}, WIDTH)


def _in(kind: str, key: str, languages: tuple[str, ...], **about: str) -> dict[str, str]:
    """A phrase in the languages wanted."""
    phrase = dimension_drafts.phrases()[kind][key]
    return {language: phrase[language].format(**about) for language in languages}


def _about(name: str, proposal: Proposal) -> Iterator[str]:
    """What to know of a table before its indicators, in lines of comment."""
    rows = next((column.rows for column in proposal.columns.values()), 0)
    files = ", ".join(path.name for path in proposal.table.paths)
    yield from _wrapped(f"{name}: {rows} {'record' if rows == 1 else 'records'} in {files}")
    told = {
        "Personal, and printed nowhere": sorted(proposal.personal),
        "Can be read in two ways, and is refused until it is settled (rt-stats check says how)": [
            name for name, column in proposal.columns.items() if column.field.ambiguous
        ],
    }
    for words, names in told.items():
        if names:
            yield from _wrapped(f"{words}: {', '.join(names)}")
    if not indicator_drafts.event_date(proposal) and any(
        map(indicator_drafts.is_birth_date, proposal.columns.values())
    ):
        yield "No period divides these records: the only date that they have is one of birth."


def _wrapped(words: str) -> list[str]:
    return textwrap.wrap(words, WIDTH - 2, break_long_words=False, break_on_hyphens=False)
