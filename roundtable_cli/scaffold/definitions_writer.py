"""A first `indicators.toml`, written from what tables hold: it works as it is, and its comments say what to edit."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from roundtable_cli.indicators.definitions.data_columns import RESERVED_NAMES
from roundtable_cli.indicators.definitions.dimensions import NOT_RECORDED, TOTAL
from roundtable_cli.indicators.definitions.framework import ResultsFramework
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT
from roundtable_cli.scaffold import dimension_drafts, indicator_drafts, phrases, toml_format
from roundtable_cli.scaffold.dimension_drafts import DimensionDraft, Label, ProposalsByTable
from roundtable_cli.scaffold.indicator_drafts import IndicatorDraft
from roundtable_cli.scaffold.table_proposal import TableProposal, is_birth_date
from roundtable_cli.tables.table import is_currency
from roundtable_cli.tables.vocabulary.code_names import UniqueCodes, make_code, shorten_heading

MAX_HEADLINES = 12  # indicators that stand in a summary
LINE_WIDTH = 120


class CodedIndicator(NamedTuple):
    """An indicator with its table and its code."""

    table: str
    code: str
    draft: IndicatorDraft


def order_languages(first: str | None = None) -> tuple[str, ...]:
    """The languages that a new project speaks, one of them first."""
    return tuple(sorted(phrases.LANGUAGES, key=lambda language: language != first))


def render_definitions(title: str, proposals: ProposalsByTable, languages: tuple[str, ...] = phrases.LANGUAGES) -> str:
    """The text of an `indicators.toml` for the tables of a folder, by name, with labels in these languages.

    Args:
        title: the project's title: the name of the folder or the file.
        proposals: what `propose_schemas` gives for the tables; columns, keys and currencies are those of its schemas.
        languages: those wanted of English, Russian and Kyrgyz (en, ru, ky), the first of the project's languages first.

    """
    indicators, drafts = _assign_codes(proposals), dimension_drafts.draft_dimensions(proposals)
    dimensions = _name_dimensions(drafts, proposals)
    code_tables = {draft.code_table for draft in drafts}
    headlines = {indicator.code for indicator in _choose_headlines(indicators, code_tables)}
    comments = phrases.load_phrases()["comment"]
    parts = [comments["header"].format(by=next(iter(dimensions), "quarter"))]
    parts.append(_project_section(title, indicators, languages) + comments["dates"])
    if dimensions:
        parts.append("\n" + toml_format.format_toml_comment(comments["dimensions"]))
    parts += [_dimension_section(name, draft, proposals, languages) for name, draft in dimensions.items()]
    parts += _table_parts(proposals, indicators, headlines, languages)
    return "\n".join(parts)


def render_added_tables(framework: ResultsFramework, proposals: ProposalsByTable) -> str:
    """The sections for tables that are new in a project, to stand behind its own: those of dimensions, of indicators.

    Codes and names are none of the project's. Dimensions over a column that one of its own has are left out.
    """
    indicators, drafts = _assign_codes(proposals, framework.indicators), dimension_drafts.draft_dimensions(proposals)
    known = {column for own in framework.dimensions.values() for column in (own.column, *own.columns_by_table.values())}
    named = _name_dimensions(drafts, proposals)
    dimensions = {
        name: draft
        for name, draft in named.items()
        if name not in framework.dimensions and not known & {*draft.columns.values()}
    }
    shown = sum(indicator.headline for indicator in framework.indicators.values())
    chosen = _choose_headlines(indicators, ())[: max(1, MAX_HEADLINES - shown)]
    languages = tuple(one for one in framework.languages if one in phrases.LANGUAGES) or phrases.LANGUAGES[:1]
    parts = [_dimension_section(name, draft, {}, languages) for name, draft in dimensions.items()]
    return "\n".join([*parts, *_table_parts(proposals, indicators, {one.code for one in chosen}, languages)])


def _table_parts(
    proposals: ProposalsByTable,
    indicators: Iterable[CodedIndicator],
    headlines: Collection[str],
    languages: tuple[str, ...],
) -> Iterator[str]:
    """For each table a comment, and the sections of its indicators."""
    for table, proposal in proposals.items():
        event_date = proposal.event_date
        yield "\n" + "".join(map(toml_format.format_toml_comment, _table_comments(table, proposal)))
        for one in indicators:
            if one.table == table:
                yield _indicator_section(one, event_date, one.code in headlines, languages)


def _assign_codes(proposals: ProposalsByTable, taken: Collection[str] = ()) -> list[CodedIndicator]:
    """The indicators of all tables, each with a code of its own, none of those `taken`.

    Where there are several tables, a code begins with the table's name.
    """
    indicators: list[CodedIndicator] = []
    codes = UniqueCodes(taken)
    for number, (name, proposal) in enumerate(proposals.items(), 1):
        prefix = "" if len(proposals) == 1 and not taken else make_code(name) or f"table_{number}"
        for draft in indicator_drafts.draft_indicators(proposal):
            code = codes.take(make_code(prefix, _code_stem(draft, proposal)))
            indicators.append(CodedIndicator(name, code, draft))
    return indicators


def _code_stem(draft: IndicatorDraft, proposal: TableProposal) -> str:
    """The words of an indicator's code."""
    if draft.kind == "rows":
        return "rows"
    if draft.kind == "people" and {*draft.columns} & proposal.personal_columns:
        return "people"
    column = draft.meets or draft.columns[0]
    stem = make_code(shorten_heading(column)) or f"column_{[*proposal.columns].index(column) + 1}"
    words = {
        "mean": ("mean", stem),
        "mean_of": ("mean", *(value.lower() for _, value in draft.required_values)),
        "share": ("share", stem),
        "sum_without": (stem, "no_currency"),
    }
    return "_".join(words.get(draft.phrase, (stem, *(value.lower() for _, value in draft.required_values if value))))


def _choose_headlines(indicators: Iterable[CodedIndicator], code_tables: Collection[str]) -> list[CodedIndicator]:
    """The first of each table, then the second, and so on, as many as make a summary.

    Tables of codes come two turns later: their rows are seldom what a project reports.
    """
    by_table: dict[str, list[CodedIndicator]] = {}
    for indicator in indicators:
        by_table.setdefault(indicator.table, []).append(indicator)
    turns = [
        (turn + 2 * (table in code_tables), indicator)
        for table, own in by_table.items()
        for turn, indicator in enumerate(sorted(own, key=lambda indicator: indicator.draft.headline_rank))
    ]
    return [indicator for _, indicator in sorted(turns, key=lambda pair: pair[0])][:MAX_HEADLINES]


def _name_dimensions(drafts: Iterable[DimensionDraft], proposals: ProposalsByTable) -> dict[str, DimensionDraft]:
    """Dimensions by name: that of the heading, with the table's before it where it would mean something else too."""
    stems = [(make_code(draft.topic) or "column", draft) for draft in drafts]
    times = Counter(stem for stem, _ in stems)
    barred = {*RESERVED_NAMES, *MONTHS_PER_UNIT, *_boolean_columns(proposals)}
    names, codes = dict[str, DimensionDraft](), UniqueCodes()
    for stem, draft in stems:
        is_clear = stem not in barred and times[stem] == 1 and bool(make_code(draft.topic))
        wanted = stem
        if not (draft.is_standard or is_clear):
            wanted = make_code(next(iter(draft.columns)), stem) or f"by_{stem}"
            wanted = f"by_{wanted}" if wanted in barred else wanted
        names[codes.take(wanted)] = draft
    return names


def _boolean_columns(proposals: ProposalsByTable) -> Iterator[str]:
    """Columns that conditions test by name, where a dimension of that name would go before them."""
    for proposal in proposals.values():
        yield from (name for name, column in proposal.columns.items() if column.field.type == "boolean")


def _project_section(title: str, indicators: Iterable[CodedIndicator], languages: tuple[str, ...]) -> str:
    """The section of the project; its currency, where all amounts have one."""
    currencies = {indicator.draft.unit for indicator in indicators if is_currency(indicator.draft.unit)}
    values: dict[str, object] = {"title": title, "languages": languages}
    if len(currencies) == 1:
        values["currency"] = currencies.pop()
    return toml_format.format_toml_section(["project"], values, LINE_WIDTH)


def _dimension_section(
    name: str, draft: DimensionDraft, proposals: ProposalsByTable, languages: tuple[str, ...]
) -> str:
    """The section of a dimension: its label, its columns, and its categories or bands."""
    values: dict[str, object] = {"label": _in_languages(draft.label, languages), **_column_values(draft, proposals)}
    if draft.bands:
        values["bands"] = draft.bands
    if draft.code_table:
        by_language = {language: draft.code_labels[language] for language in languages if language in draft.code_labels}
        labels = draft.code_labels.get("") or by_language
        values["categories"] = {"table": draft.code_table, **({"label": labels} if labels else {})}
    for code, aliases in draft.categories.items():
        label = _in_languages(draft.category_labels.get(code, code), languages)
        values |= _category_values(code, label, aliases)
    return toml_format.format_toml_section(["dimensions", name], values, LINE_WIDTH)


def _column_values(draft: DimensionDraft, proposals: ProposalsByTable) -> dict[str, object]:
    """One column for all tables, where each table that has one of that name is meant; else the column by table.

    `proposals` are all tables of the project; without them the tables that are there already are not meant.
    """
    common, *others = dict.fromkeys(draft.columns.values())
    other_tables = proposals.keys() - draft.columns.keys()
    if others or not proposals or any(common in proposals[table].columns for table in other_tables):
        return {"columns": {**draft.columns, **draft.paths}}
    return {"column": common, **({"columns": draft.paths} if draft.paths else {})}


def _category_values(code: str, label: Label, aliases: tuple[str, ...]) -> dict[str, object]:
    """A category with its label and its other spellings; one that is called as a row of every table gets a new code."""
    if code in {NOT_RECORDED, TOTAL}:
        code, aliases = f"{code}_", (code, *aliases)
    path = f"categories.{toml_format.format_toml_key(code)}"
    return {path: {"label": label, **({"aliases": aliases} if aliases else {})}}


def _indicator_section(
    indicator: CodedIndicator, event_date: str, is_headline: bool, languages: tuple[str, ...]
) -> str:
    """The section of an indicator."""
    draft = indicator.draft
    where: dict[str, object] = {name: value or {"missing": True} for name, value in draft.required_values}
    values: dict[str, object] = {
        "label": _in_languages(_indicator_label(indicator), languages),
        "table": indicator.table,
        "measure": draft.measure,
        "column": draft.columns[0] if len(draft.columns) == 1 else draft.columns,
        "where": {draft.meets: {"missing": False}} if draft.meets else where,
        "meets": {draft.meets: True} if draft.meets else {},
        "date": event_date,
        "unit": draft.unit,
    }
    if draft.unit in phrases.load_phrases()["unit"]:
        values["unit"] = _in_languages(phrases.translate_phrase("unit", draft.unit), languages)
    written = {key: value for key, value in values.items() if value}
    if not is_headline:
        written["headline"] = False
    return toml_format.format_toml_section(["indicators", indicator.code], written, LINE_WIDTH)


def _indicator_label(indicator: CodedIndicator) -> Label:
    draft = indicator.draft
    column = ", ".join(draft.columns) or draft.meets
    value = ", ".join(value for _, value in draft.required_values)
    return phrases.translate_phrase("label", draft.phrase, table=indicator.table, column=column, value=value)


def _in_languages(label: Label, languages: tuple[str, ...]) -> Label:
    """A label in the languages wanted, in their order; one for all languages as it is."""
    return label if isinstance(label, str) else {language: label[language] for language in languages}


def _table_comments(name: str, proposal: TableProposal) -> Iterator[str]:
    """What to know of a table before its indicators, in lines of comment."""
    comments = phrases.load_phrases()["comment"]
    rows = next((column.row_count for column in proposal.columns.values()), 0)
    files = ", ".join(path.name for path in proposal.table.paths)
    yield from _wrap_comment(f"{name}: {rows} {'row' if rows == 1 else 'rows'} in {files}")
    listed = {
        "personal": sorted(proposal.personal_columns),
        "ambiguous": [name for name, column in proposal.columns.items() if column.field.ambiguous],
    }
    for key, names in listed.items():
        if names:
            yield from _wrap_comment(comments[key].format(columns=", ".join(names)))
    if not proposal.event_date and any(map(is_birth_date, proposal.columns.values())):
        yield comments["birth_only"]


def _wrap_comment(words: str) -> list[str]:
    return textwrap.wrap(words, LINE_WIDTH - 2, break_long_words=False, break_on_hyphens=False)
