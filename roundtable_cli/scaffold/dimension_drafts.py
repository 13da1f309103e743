"""Dimensions that the columns of tables lend themselves to: sex, age groups, tables of codes, columns of few values."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from roundtable_cli.indicators.definitions.framework import NOT_RECORDED, TOTAL, normalize_spelling
from roundtable_cli.scaffold import indicator_drafts
from roundtable_cli.scaffold.schema_proposal import SchemaProposal
from roundtable_cli.tables.profiling import headings
from roundtable_cli.tables.profiling.column_profile import ColumnProfile

PHRASES_FILE = Path(__file__).with_name("phrases.toml")
MAX_CATEGORIES = 15  # values that are categories
MAX_DISTINCT_TEXTS = 10_000  # different texts, of which no list of a few choices is made
MAX_CODE_ROWS = 50  # rows of a table that is one of codes
MAX_DIMENSIONS_PER_TABLE = 15  # dimensions; `--by` takes any other column too
MAX_CATEGORY_LENGTH = 60  # letters of a category
AGE_BAND_STARTS = (5, 10, 14, 18, 25, 35, 45, 60)  # where bands of ages may start
_NUMBER_PATTERN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
ProposalsByTable = Mapping[str, SchemaProposal]


class DimensionDraft(NamedTuple):
    """A dimension to be written. `columns` are its columns by table, paths along foreign keys among them.

    `categories` have their other spellings; those of a `table` have the columns of their labels by language, "" for
    all. `about` tells what it is: "sex", "age_group", or the header that it is named after.
    """

    topic: str
    columns: Mapping[str, str]
    categories: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    table: str = ""
    labels: Mapping[str, str] = MappingProxyType({})
    bands: tuple[int, ...] = ()

    @property
    def is_standard(self) -> bool:
        """Whether it has a name and labels of its own, whatever its header."""
        return self.topic in {"sex", "age_group"}


@cache
def load_phrases() -> dict[str, Any]:
    """The words of a new file, by kind, key and language."""
    return tomllib.loads(PHRASES_FILE.read_text(encoding="utf-8"))


def draft_dimensions(proposals: ProposalsByTable) -> list[DimensionDraft]:
    """The dimensions of some tables, each over all the tables that have it, directly or along a foreign key."""
    found = [*_draft_sex(proposals), *_draft_age_groups(proposals), *_draft_code_tables(proposals)]
    taken = {(table, column) for one in found for table, column in one.columns.items()}
    found += _draft_from_values(proposals, taken)
    return [one._replace(columns={**one.columns, **_foreign_key_paths(one, proposals)}) for one in found]


def _foreign_key_paths(one: DimensionDraft, proposals: ProposalsByTable) -> dict[str, str]:
    """The ways to its columns from tables that refer to one that has it."""
    ways: dict[str, str] = {}
    for name, proposal in proposals.items():
        for key in proposal.table.foreign_keys:
            near = name not in one.columns and key.resource in one.columns and len(key.fields) == 1
            if near and "." not in key.fields[0] and key.resource != one.table:
                ways.setdefault(name, f"{key.fields[0]}.{one.columns[key.resource]}")
    return ways


def _draft_sex(proposals: ProposalsByTable) -> Iterator[DimensionDraft]:
    """One dimension over the first column of each table that says it is of sexes, and holds them."""
    columns, seen = dict[str, str](), dict[str, list[str]]()
    spellings = {
        normalize_spelling(word): sex for sex, entry in load_phrases()["sex"].items() for word in entry["spellings"]
    }
    for name, proposal in proposals.items():
        for header, column in _groupable_columns(proposal):
            if (
                name in columns
                or "sex" not in headings.header_kinds(header)
                or len(column.text_counts) > MAX_DISTINCT_TEXTS
            ):
                continue
            known = [text for text in column.key_counts if normalize_spelling(text) in spellings]
            if 2 * len(known) >= len(column.key_counts) > 0:
                columns[name] = header
                for text in known:
                    seen.setdefault(spellings[normalize_spelling(text)], []).append(text)
    if columns:
        yield DimensionDraft(
            "sex", columns, {sex: _sex_aliases(sex, seen.get(sex, ())) for sex in load_phrases()["sex"]}
        )


def _sex_aliases(sex: str, seen: Iterable[str]) -> tuple[str, ...]:
    """The usual other spellings of a sex, then those that the rows have beside them."""
    spelled = {normalize_spelling(sex): sex}
    for text in (*load_phrases()["sex"][sex]["aliases"], *seen):
        spelled.setdefault(normalize_spelling(text), text)
    return tuple(spelled.values())[1:]


def _draft_age_groups(proposals: ProposalsByTable) -> Iterator[DimensionDraft]:
    """Bands over the ages of each table, or over its dates of birth, where the rows have dates of their own."""
    columns, ages = dict[str, str](), list[float]()
    for name, proposal in proposals.items():
        aged = next(filter(indicator_drafts.is_age, proposal.columns.values()), None)
        born = next(filter(indicator_drafts.is_birth_date, proposal.columns.values()), None)
        if aged:
            columns[name] = aged.name
            ages += (float(text) for text in aged.key_counts if _NUMBER_PATTERN.fullmatch(text))
        elif born and indicator_drafts.find_event_date(proposal):
            columns[name] = born.name
    if columns:
        inside = tuple(start for start in AGE_BAND_STARTS if not ages or min(ages) < start <= max(ages))
        yield DimensionDraft("age_group", columns, bands=inside or (int(min(ages)),))


def _draft_code_tables(proposals: ProposalsByTable) -> Iterator[DimensionDraft]:
    """Categories that are the rows of another table, which a foreign key refers to; people are none."""
    columns: dict[tuple[str, str], dict[str, str]] = {}
    for name, proposal in proposals.items():
        for key in proposal.table.foreign_keys:
            if (
                len(key.fields) == 1
                and key.fields[0] in proposal.columns
                and _is_code_table(proposals.get(key.resource), key.keys)
            ):
                columns.setdefault((key.resource, key.fields[0]), {})[name] = key.fields[0]
    for (target, header), referring in columns.items():
        codes = proposals[target].table.primary_key[0]
        own = {target: codes} if codes == header else {}
        yield DimensionDraft(header, referring | own, table=target, labels=_label_columns(proposals[target]))


def _is_code_table(target: SchemaProposal | None, keys: tuple[str, ...]) -> bool:
    if target is None or target.table.primary_key != keys or keys[0] not in dict(_groupable_columns(target)):
        return False
    key = target.columns[keys[0]]
    people = indicator_drafts.is_about_people(target, keys[0]) or bool(target.personal_columns)
    return not people and len(key.text_counts) <= MAX_CODE_ROWS and not {NOT_RECORDED, TOTAL} & key.key_counts.keys()


def _label_columns(target: SchemaProposal) -> dict[str, str]:
    """The column that names each row of a table of codes, or one for each language."""
    named = [
        name
        for name, column in _groupable_columns(target)
        if "label" in headings.header_kinds(name)
        and column.field.type == "string"
        and name not in target.table.primary_key
    ]
    languages = load_phrases()["dimension"]["sex"]
    by_language = {one: name for one in languages for name in named if headings.header_words(name)[-1] == one}
    return by_language if len(by_language) > 1 else {"": named[0]} if named else {}


def _draft_from_values(proposals: ProposalsByTable, taken: Collection[tuple[str, str]]) -> list[DimensionDraft]:
    """Columns of few values that recur, those of one header and of values in common together."""
    columns = [
        (table, header, _count_items(column))
        for table, proposal in proposals.items()
        for header, column in _groupable_columns(proposal)
        if (table, header) not in taken and _may_group(column, proposal)
    ]
    recurring = [one for one in columns if 2 * len(one[2]) <= sum(one[2].values())]
    others = [one for one in columns if one not in recurring]  # they join, and make none of their own
    found, left = list[DimensionDraft](), Counter(dict.fromkeys(proposals, MAX_DIMENSIONS_PER_TABLE))
    for table, column, items in (*recurring, *others):
        values = _merge_spellings(items)
        alike = next((at for at, one in enumerate(found) if _is_same_dimension(one, column, table, values)), None)
        if alike is not None:
            found[alike] = _extend_dimension(found[alike], table, column, values)
        elif (table, column, items) in recurring and left[table]:
            found.append(DimensionDraft(column, {table: column}, values))
            left[table] -= 1
    return found


def _groupable_columns(proposal: SchemaProposal) -> Iterator[tuple[str, ColumnProfile]]:
    """The columns that rows may be grouped by: none of people, none of a survey's own bookkeeping."""
    columns = proposal.columns.items()
    return (
        (name, one)
        for name, one in columns
        if name not in proposal.personal_columns and not indicator_drafts.is_paradata(name)
    )


def _may_group(column: ColumnProfile, proposal: SchemaProposal) -> bool:
    """Whether a column holds a few short texts that are no codes of people or rows."""
    name, field, kinds = column.name, column.field, headings.header_kinds(column.name)
    if field.type not in {"string", "list"} or field.ambiguous or proposal.table.primary_key == (name,):
        return False
    if kinds & {"identity", "serial"} or (
        "people" in kinds and indicator_drafts.has_only_kinds(name, "people", "name")
    ):
        return False
    items = _count_items(column)
    return 1 < len(items) <= MAX_CATEGORIES and all(len(item) <= MAX_CATEGORY_LENGTH for item in items)


def _count_items(column: ColumnProfile) -> Mapping[str, int]:
    """The values, of a list its items, and how many rows have each."""
    if len(column.text_counts) > MAX_DISTINCT_TEXTS:
        return {}
    if column.field.type != "list":
        return column.key_counts
    items = Counter[str]()
    for text, rows in column.text_counts.items():
        items.update(dict.fromkeys({one.strip() for one in text.split(column.field.delimiter)} - {""}, rows))
    return items


def _merge_spellings(items: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Categories in natural order; of spellings that differ by case, spaces or a full stop the commonest stands."""
    spellings: dict[str, list[str]] = {}
    for item in sorted(items, key=lambda text: (-items[text], text)):
        spellings.setdefault(normalize_spelling(item), []).append(item)
    return dict(
        sorted(
            ((one, tuple(others)) for one, *others in spellings.values()), key=lambda pair: _natural_sort_key(pair[0])
        )
    )


def _natural_sort_key(text: str) -> list[tuple[int, str]]:
    parts = re.split("([0-9]+)", text.casefold())
    return [(int(part), "") if index % 2 else (-1, part) for index, part in enumerate(parts)]


def _is_same_dimension(one: DimensionDraft, column: str, table: str, values: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a column is that of a dimension in another table: one header, half of its values or of the other's."""
    if headings.header_words(one.topic) != headings.header_words(column) or table in one.columns:
        return False
    folded, known = (
        {normalize_spelling(value) for value in values},
        {normalize_spelling(value) for value in one.categories},
    )
    return 2 * len(folded & known) >= min(len(folded), len(known))


def _extend_dimension(
    one: DimensionDraft, table: str, column: str, values: Mapping[str, tuple[str, ...]]
) -> DimensionDraft:
    """The dimension over one table more; its categories keep their spelling."""
    words = [*values, *(word for others in (*values.values(), *one.categories.values()) for word in others)]
    spelled = _merge_spellings({**dict.fromkeys(words, 1), **dict.fromkeys(one.categories, 2)})
    return one._replace(columns={**one.columns, table: column}, categories=spelled)
