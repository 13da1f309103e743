"""A first `indicators.toml`, written from what tables hold: it works as it is, and says what to edit."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from roundtable_cli.indicators.definitions import periods
from roundtable_cli.indicators.definitions.framework import NOT_RECORDED, RESERVED_NAMES, TOTAL
from roundtable_cli.scaffold import code_names, dimension_drafts, indicator_drafts, toml_format
from roundtable_cli.scaffold.dimension_drafts import DimensionDraft, ProposalsByTable
from roundtable_cli.scaffold.indicator_drafts import IndicatorDraft
from roundtable_cli.scaffold.schema_proposal import SchemaProposal
from roundtable_cli.tables.table import is_currency

NEW_PROJECT_LANGUAGES = ("en", "ru", "ky")
MAX_HEADLINES = 12  # indicators that stand in a summary
LINE_WIDTH = 120
FILE_HEADER = """\
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
# All that may stand in this file, and what it means: rt-stats guide definitions
"""
PROJECT_DATES = """\
# start             = 2026-01-01     # the life of the project, outside of which no period is answered
# end               = 2027-12-31
# fiscal_year_start = 1              # the month
"""


class _CodedDraft(NamedTuple):
    """An indicator with its table and its code."""

    table: str
    code: str
    draft: IndicatorDraft


def order_languages(first: str | None = None) -> tuple[str, ...]:
    """The languages that a new project speaks, one of them first."""
    return tuple(sorted(NEW_PROJECT_LANGUAGES, key=lambda language: language != first))


def render_definitions(
    title: str, proposals: ProposalsByTable, languages: tuple[str, ...] = NEW_PROJECT_LANGUAGES
) -> str:
    """The text of an `indicators.toml` for the tables of a folder, by name, with labels in these languages.

    Args:
        title: the project's title: the name of the folder or the file.
        proposals: what `propose.propose` gives for the tables; codes, keys and currencies are those of its schemas.
        languages: of English, Russian and Kyrgyz (en, ru, ky) those wanted, the one spoken first first.

    """
    entries, found = _assign_codes(proposals), dimension_drafts.draft_dimensions(proposals)
    dimensions = _name_dimensions(found, proposals)
    headlines = {one.code for one in _choose_headlines(entries, {one.table for one in found})}
    parts = [_project_section(title, entries, languages)]
    if dimensions:
        parts.append("\n" + toml_format.format_toml_comment("How the numbers can be broken down"))
    parts += [_dimension_section(name, one, proposals, languages) for name, one in dimensions.items()]
    for name, proposal in proposals.items():
        own = [one for one in entries if one.table == name]
        parts.append("\n" + "".join(map(toml_format.format_toml_comment, _table_comments(name, proposal))))
        parts += [_indicator_section(one, proposal, one.code in headlines, languages) for one in own]
    return "\n".join([FILE_HEADER.format(by=next(iter(dimensions), "quarter")), *parts])


def _assign_codes(proposals: ProposalsByTable) -> list[_CodedDraft]:
    """The indicators of all tables, each with a code of its own; of several tables, with the table's name before."""
    entries: list[_CodedDraft] = []
    for number, (name, proposal) in enumerate(proposals.items(), 1):
        table = "" if len(proposals) == 1 else code_names.make_code(name) or f"table_{number}"
        for draft in indicator_drafts.draft_indicators(proposal):
            wanted = code_names.make_code(table, _code_stem(draft, proposal))
            entries.append(_CodedDraft(name, code_names.make_unique_code(wanted, (one.code for one in entries)), draft))
    return entries


def _code_stem(draft: IndicatorDraft, proposal: SchemaProposal) -> str:
    """The words of an indicator's code."""
    if draft.kind == "rows":
        return "rows"
    if draft.kind == "people" and {*draft.columns} & proposal.personal_columns:
        return "people"
    column = draft.meets or draft.columns[0]
    named = code_names.make_code(column) or f"column_{[*proposal.columns].index(column) + 1}"
    about = {"mean": ("mean", named), "share": ("share", named), "sum_without": (named, "no_currency")}
    return "_".join(about.get(draft.phrase, (named, *(value.lower() for _, value in draft.required_values if value))))


def _choose_headlines(entries: Iterable[_CodedDraft], of_codes: Collection[str]) -> list[_CodedDraft]:
    """The first of each table, then the second, and so on, as many as make a summary; tables of codes wait a little."""
    by_table: dict[str, list[_CodedDraft]] = {}
    for one in entries:
        by_table.setdefault(one.table, []).append(one)
    turns = [
        (turn + 2 * (table in of_codes), one)
        for table, own in by_table.items()
        for turn, one in enumerate(sorted(own, key=lambda one: one.draft.headline_rank))
    ]
    return [one for _, one in sorted(turns, key=lambda pair: pair[0])][:MAX_HEADLINES]


def _name_dimensions(found: Iterable[DimensionDraft], proposals: ProposalsByTable) -> dict[str, DimensionDraft]:
    """Dimensions by name: that of the header, with the table's before it where it would mean something else too."""
    listed = [(code_names.make_code(one.topic) or "column", one) for one in found]
    stems = [stem for stem, _ in listed]
    barred = {*RESERVED_NAMES, *periods.MONTHS_PER_UNIT, *_boolean_columns(proposals)}
    names: dict[str, DimensionDraft] = {}
    for stem, one in listed:
        clear = one.is_standard or (stem not in barred and stems.count(stem) == 1 and code_names.make_code(one.topic))
        wanted = stem if clear else code_names.make_code(next(iter(one.columns)), stem) or f"by_{stem}"
        names[
            code_names.make_unique_code(wanted if wanted not in barred or one.is_standard else f"by_{wanted}", names)
        ] = one
    return names


def _boolean_columns(proposals: ProposalsByTable) -> Iterator[str]:
    """Columns that conditions test by name, where a dimension of that name would go before them."""
    for proposal in proposals.values():
        yield from (name for name, column in proposal.columns.items() if column.field.type == "boolean")


def _project_section(title: str, entries: Iterable[_CodedDraft], languages: tuple[str, ...]) -> str:
    """The section of the project: what is known of it, and what she may add."""
    currencies = {one.draft.unit for one in entries if is_currency(one.draft.unit)}
    keys: dict[str, object] = {"title": title, "languages": languages}
    if len(currencies) == 1:
        keys["currency"] = currencies.pop()
    return toml_format.format_toml_section(["project"], keys, LINE_WIDTH) + PROJECT_DATES


def _dimension_section(name: str, one: DimensionDraft, proposals: ProposalsByTable, languages: tuple[str, ...]) -> str:
    """The section of a dimension: its label, its columns, and its categories or bands."""
    label = _translate_phrase("dimension", one.topic, languages) if one.is_standard else one.topic
    keys: dict[str, object] = {"label": label, **_column_keys(one, proposals)}
    if one.bands:
        keys["bands"] = one.bands
    if one.table:
        by_language = {language: one.labels[language] for language in languages if language in one.labels}
        shown = one.labels.get("") or by_language
        keys["categories"] = {"table": one.table, **({"label": shown} if shown else {})}
    for code, others in one.categories.items():
        label = dimension_drafts.load_phrases()["sex"][code]["label"] if one.topic == "sex" else code
        keys |= _category_keys(code, label, others, languages)
    return toml_format.format_toml_section(["dimensions", name], keys, LINE_WIDTH)


def _column_keys(one: DimensionDraft, proposals: ProposalsByTable) -> dict[str, object]:
    """Its column, where all tables that have one of that name are meant, and the columns of the others by table."""
    headers = {table: column for table, column in one.columns.items() if column in proposals[table].columns}
    common, *others = dict.fromkeys(headers.values())
    elsewhere = any(common in proposal.columns for name, proposal in proposals.items() if name not in headers)
    if others or elsewhere:
        return {"columns": one.columns}
    rest = {table: column for table, column in one.columns.items() if table not in headers}
    return {"column": common, **({"columns": rest} if rest else {})}


def _category_keys(
    code: str, label: str | Mapping[str, str], others: tuple[str, ...], languages: tuple[str, ...]
) -> dict[str, object]:
    """A category with its label and its other spellings; one that is called as a row of every table gets a new key."""
    known = f"{code}_" if code in {NOT_RECORDED, TOTAL} else code
    aliases = others if known == code else (code, *others)
    named = label if isinstance(label, str) else {language: label[language] for language in languages}
    return {
        f"categories.{toml_format.format_toml_key(known)}": {
            "label": named,
            **({"aliases": aliases} if aliases else {}),
        }
    }


def _indicator_section(one: _CodedDraft, proposal: SchemaProposal, headline: bool, languages: tuple[str, ...]) -> str:
    """The section of an indicator."""
    draft, date = one.draft, indicator_drafts.find_event_date(proposal)
    about = {"table": one.table, "column": ", ".join(draft.columns) or draft.meets}
    about["value"] = ", ".join(value for _, value in draft.required_values)
    keys: dict[str, object] = {
        "label": _translate_phrase("label", draft.phrase, languages, **about),
        "table": one.table,
        "measure": draft.measure,
        "column": draft.columns[0] if len(draft.columns) == 1 else draft.columns,
        "where": {name: value or {"missing": True} for name, value in draft.required_values},
        "meets": {draft.meets: True} if draft.meets else {},
        "date": date,
        "unit": _translate_phrase("unit", draft.unit, languages)
        if draft.unit in dimension_drafts.load_phrases()["unit"]
        else draft.unit,
    }
    if draft.meets:
        keys["where"] = {draft.meets: {"missing": False}}
    written = {key: value for key, value in keys.items() if value}
    return toml_format.format_toml_section(
        ["indicators", one.code], written if headline else {**written, "headline": False}, LINE_WIDTH
    )


def _translate_phrase(kind: str, key: str, languages: tuple[str, ...], **about: str) -> dict[str, str]:
    """A phrase in the languages wanted."""
    phrase = dimension_drafts.load_phrases()[kind][key]
    return {language: phrase[language].format(**about) for language in languages}


def _table_comments(name: str, proposal: SchemaProposal) -> Iterator[str]:
    """What to know of a table before its indicators, in lines of comment."""
    rows = next((column.row_count for column in proposal.columns.values()), 0)
    files = ", ".join(path.name for path in proposal.table.paths)
    yield from _wrap_comment(f"{name}: {rows} {'record' if rows == 1 else 'records'} in {files}")
    told = {
        "Personal, and printed nowhere": sorted(proposal.personal_columns),
        "Can be read in two ways, and is refused until it is settled (rt-stats check says how)": [
            name for name, column in proposal.columns.items() if column.field.ambiguous
        ],
    }
    for words, names in told.items():
        if names:
            yield from _wrap_comment(f"{words}: {', '.join(names)}")
    if not indicator_drafts.find_event_date(proposal) and any(
        map(indicator_drafts.is_birth_date, proposal.columns.values())
    ):
        yield "No period divides these records: the only date that they have is one of birth."


def _wrap_comment(words: str) -> list[str]:
    return textwrap.wrap(words, LINE_WIDTH - 2, break_long_words=False, break_on_hyphens=False)
