"""Dimensions that the columns of tables lend themselves to: sex, age groups, tables of codes, columns of few values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from math import isfinite
from types import MappingProxyType
from typing import NamedTuple

from roundtable_cli.indicators.definitions.dimensions import NOT_RECORDED, TOTAL, normalize_spelling
from roundtable_cli.scaffold import phrases
from roundtable_cli.scaffold.table_proposal import TableProposal, age_unit, has_only_kinds, is_age, is_birth_date
from roundtable_cli.tables.inference import span_dates
from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.quality import near_duplicates
from roundtable_cli.tables.values import parsing
from roundtable_cli.tables.values.natural_order import natural_sort_key
from roundtable_cli.tables.vocabulary import headings

MAX_CATEGORIES = 15  # different values of a column that are categories
MAX_DISTINCT_TEXTS = 10_000  # a column with more different texts is no list of a few choices: it is not looked through
MAX_CODE_ROWS = 50  # rows of a table that is one of codes
MAX_DIMENSIONS_PER_TABLE = 15  # `--by` takes any other column too
MAX_CATEGORY_LENGTH = 60  # letters of a category
AGE_BAND_STARTS = (5, 10, 14, 18, 25, 35, 45, 60)  # ages at which donors' groups usually begin
_NUMBER_PATTERN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
ProposalsByTable = Mapping[str, TableProposal]
Aliases = tuple[str, ...]
Label = str | Mapping[str, str]  # one for all languages, or one for each


class DimensionDraft(NamedTuple):
    """A dimension to be written into a new indicators.toml.

    `topic` is the heading that it is named after, or the name of a standard dimension. `columns` are its columns by
    table, `paths` the ways to them along a foreign key (`settlement.district`) from the tables that have none.
    `categories` have their other spellings, `category_labels` the labels of those whose code is none. The categories of
    a `code_table` are its rows; `code_labels` are its columns of labels by language, "" for all languages.
    """

    topic: str
    label: Label
    columns: Mapping[str, str]
    categories: Mapping[str, Aliases] = MappingProxyType({})
    category_labels: Mapping[str, Label] = MappingProxyType({})
    code_table: str = ""
    code_labels: Mapping[str, str] = MappingProxyType({})
    bands: tuple[int, ...] = ()
    is_standard: bool = False
    paths: Mapping[str, str] = MappingProxyType({})


def draft_dimensions(proposals: ProposalsByTable) -> list[DimensionDraft]:
    """The dimensions of some tables, each over all the tables that have it, directly or along a foreign key."""
    drafts = [*_draft_sex(proposals), *_draft_age_groups(proposals), *_draft_code_tables(proposals)]
    taken = {(table, column) for draft in drafts for table, column in draft.columns.items()}
    drafts += _draft_from_values(proposals, taken)
    return [draft._replace(paths=_foreign_key_paths(draft, proposals)) for draft in drafts]


def _foreign_key_paths(draft: DimensionDraft, proposals: ProposalsByTable) -> dict[str, str]:
    """The ways to its columns from tables that refer to one that has it."""
    paths: dict[str, str] = {}
    for name, proposal in proposals.items():
        for key in proposal.table.foreign_keys:
            leads_there = name not in draft.columns and key.resource in draft.columns and len(key.fields) == 1
            if leads_there and "." not in key.fields[0] and key.resource != draft.code_table:
                paths.setdefault(name, f"{key.fields[0]}.{draft.columns[key.resource]}")
    return paths


def _draft_sex(proposals: ProposalsByTable) -> Iterator[DimensionDraft]:
    """One dimension over the first column of each table that says it is of sexes, and mostly holds them."""
    sexes = phrases.load_phrases()["sex"]
    codes = {normalize_spelling(word): code for code, sex in sexes.items() for word in sex["spellings"]}
    columns, spellings = dict[str, str](), {code: [code, *sex["aliases"]] for code, sex in sexes.items()}
    for name, proposal in proposals.items():
        for heading, column in proposal.groupable_columns:
            is_likely = "sex" in headings.heading_kinds(heading) and len(column.text_counts) <= MAX_DISTINCT_TEXTS
            if name in columns or not is_likely:
                continue
            known = [text for text in column.key_counts if normalize_spelling(text) in codes]
            if 2 * len(known) >= len(column.key_counts) > 0:
                columns[name] = heading
                for text in known:
                    spellings[codes[normalize_spelling(text)]].append(text)
    if columns:
        categories = {code: _without_repeats(words)[1:] for code, words in spellings.items()}
        labels = {code: sex["label"] for code, sex in sexes.items()}
        label = phrases.translate_phrase("dimension", "sex")
        yield DimensionDraft("sex", label, columns, categories, labels, is_standard=True)


def _without_repeats(words: Iterable[str]) -> Aliases:
    """Each spelling once, the first of those that are matched alike."""
    first: dict[str, str] = {}
    for word in words:
        first.setdefault(normalize_spelling(word), word)
    return tuple(first.values())


def _draft_age_groups(proposals: ProposalsByTable) -> Iterator[DimensionDraft]:
    """Bands over the ages in years of each table, or over its dates of birth, where the rows have their own dates."""
    columns, ages = dict[str, str](), list[float]()
    for name, proposal in proposals.items():
        ages_in_years = (column for column in proposal.columns.values() if age_unit(column.name) == "years")
        age = next(filter(is_age, ages_in_years), None)
        birth_date = next(filter(is_birth_date, proposal.columns.values()), None)
        if age:
            columns[name] = age.name
            ages += filter(isfinite, map(float, filter(_NUMBER_PATTERN.fullmatch, age.key_counts)))
        elif birth_date and proposal.event_date:
            columns[name] = birth_date.name
    if columns:
        inside = tuple(start for start in AGE_BAND_STARTS if not ages or min(ages) < start <= max(ages))
        label = phrases.translate_phrase("dimension", "age_group")
        yield DimensionDraft("age_group", label, columns, bands=inside or (int(min(ages)),), is_standard=True)


def _draft_code_tables(proposals: ProposalsByTable) -> Iterator[DimensionDraft]:
    """Dimensions whose categories are the rows of another table, which a foreign key refers to; people are none."""
    columns: dict[tuple[str, str], dict[str, str]] = {}  # by the table of codes and the heading of what refers to it
    for name, proposal in proposals.items():
        for key in proposal.table.foreign_keys:
            heading = key.fields[0]
            is_single = len(key.fields) == 1 and heading in proposal.columns
            if is_single and _is_code_table(proposals.get(key.resource), key.keys):
                columns.setdefault((key.resource, heading), {})[name] = heading
    for (code_table, heading), referring in columns.items():
        codes = proposals[code_table].table.primary_key[0]
        own = {code_table: codes} if codes == heading else {}
        labels = _label_columns(proposals[code_table])
        yield DimensionDraft(heading, heading, referring | own, code_table=code_table, code_labels=labels)


def _is_code_table(target: TableProposal | None, keys: tuple[str, ...]) -> bool:
    if target is None or target.table.primary_key != keys or keys[0] not in dict(target.groupable_columns):
        return False
    key = target.columns[keys[0]]
    is_of_people = target.names_people(keys[0]) or bool(target.personal_columns)
    has_reserved_code = bool({NOT_RECORDED, TOTAL} & key.key_counts.keys())  # these are rows of every breakdown
    return not is_of_people and len(key.text_counts) <= MAX_CODE_ROWS and not has_reserved_code


def _label_columns(target: TableProposal) -> dict[str, str]:
    """The column that names each row of a table of codes, or one for each language."""
    named = [
        name
        for name, column in target.groupable_columns
        if "label" in headings.heading_kinds(name)
        and column.field.type == "string"
        and name not in target.table.primary_key
    ]
    last_words = {name: headings.heading_words(name)[-1] for name in named}
    by_language = {language: name for language in phrases.LANGUAGES for name in named if last_words[name] == language}
    return by_language if len(by_language) > 1 else {"": named[0]} if named else {}


def _draft_from_values(proposals: ProposalsByTable, taken: Collection[tuple[str, str]]) -> list[DimensionDraft]:
    """Columns of few values that recur; those with one heading and common values make one dimension."""
    columns = [
        (table, heading, _count_items(column))
        for table, proposal in proposals.items()
        for heading, column in proposal.groupable_columns
        if (table, heading) not in taken and _may_group(column, proposal)
    ]
    recurring = [column for column in columns if 2 * len(column[2]) <= sum(column[2].values())]
    others = [column for column in columns if column not in recurring]  # they join, and make none of their own
    drafts, left = list[DimensionDraft](), Counter(dict.fromkeys(proposals, MAX_DIMENSIONS_PER_TABLE))
    for table, heading, items in (*recurring, *others):
        categories = _merge_spellings(items)
        same = (at for at, draft in enumerate(drafts) if _is_same_dimension(draft, heading, table, categories))
        at = next(same, None)
        if at is not None:
            drafts[at] = _extend_dimension(drafts[at], table, heading, categories)
        elif (table, heading, items) in recurring and left[table]:
            drafts.append(DimensionDraft(heading, heading, {table: heading}, categories))
            left[table] -= 1
    return drafts


def _may_group(column: ColumnProfile, proposal: TableProposal) -> bool:
    """Whether a column holds a few short texts that are no codes of people or rows."""
    name, field, kinds = column.name, column.field, headings.heading_kinds(column.name)
    if (
        field.type not in {"string", "list"}
        or field.is_clock
        or field.ambiguous
        or proposal.table.primary_key == (name,)
    ):
        return False
    if kinds & {"identity", "serial"} or ("people" in kinds and has_only_kinds(name, "people", "name")):
        return False
    items = _count_items(column)
    if span_dates.find_span_dates(items.keys()):  # whoever lists them as categories decides that they are right
        return False
    is_few = 1 < len(items) <= MAX_CATEGORIES and all(len(item) <= MAX_CATEGORY_LENGTH for item in items)
    return is_few and not _has_twin_spellings(column)


def _has_twin_spellings(column: ColumnProfile) -> bool:
    """Whether some values may be the same: `Кара-Суу`, `Кара Суу`. Listed as categories, nobody would ask any more."""
    pairs = near_duplicates.find_twin_spellings(column)
    return any(normalize_spelling(one) != normalize_spelling(other) for one, other in pairs)


def _count_items(column: ColumnProfile) -> Mapping[str, int]:
    """The values, of a list its items, and how many rows have each; none, where the texts are too many for choices."""
    if len(column.text_counts) > MAX_DISTINCT_TEXTS:
        return {}
    if column.field.type != "list":
        return column.key_counts
    items, split_items = Counter[str](), parsing.make_list_splitter(column.field)
    for text, rows in column.text_counts.items():
        items.update(dict.fromkeys({*split_items(text)} - {""}, rows))
    return items


def _merge_spellings(items: Mapping[str, int]) -> dict[str, Aliases]:
    """Categories in natural order; of spellings that differ by case, spaces or a full stop the commonest is one."""
    spellings: dict[str, list[str]] = {}
    for item in sorted(items, key=lambda text: (-items[text], text)):
        spellings.setdefault(normalize_spelling(item), []).append(item)
    categories = {code: tuple(aliases) for code, *aliases in spellings.values()}
    return {code: categories[code] for code in sorted(categories, key=lambda code: natural_sort_key(code.casefold()))}


def _is_same_dimension(draft: DimensionDraft, heading: str, table: str, categories: Mapping[str, Aliases]) -> bool:
    """Whether a column is that of a dimension in another table: one heading, half of its values or of the other's."""
    if headings.heading_words(draft.topic) != headings.heading_words(heading) or table in draft.columns:
        return False
    here, known = {*map(normalize_spelling, categories)}, {*map(normalize_spelling, draft.categories)}
    return 2 * len(here & known) >= min(len(here), len(known))


def _extend_dimension(
    draft: DimensionDraft, table: str, heading: str, categories: Mapping[str, Aliases]
) -> DimensionDraft:
    """The dimension over one table more; its categories keep their spelling."""
    aliases = [alias for listed in (*categories.values(), *draft.categories.values()) for alias in listed]
    ranked = {**dict.fromkeys([*categories, *aliases], 1), **dict.fromkeys(draft.categories, 2)}
    return draft._replace(columns={**draft.columns, table: heading}, categories=_merge_spellings(ranked))
