"""Which columns name the currency of each row, and which columns are amounts in it; the currency of one column.

A column names currencies by what it holds: every filled cell is the name, code or sign of one, under whatever heading.
Under a heading that says `currency` words that nobody knows may stand among them. Amounts are the columns of numbers
that are of no other kind: not ages, rates, numbers of people, codes or coordinates.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from roundtable_cli.errors import Finding, Refused, quote_alternatives
from roundtable_cli.finding_codes import CURRENCY_ERROR
from roundtable_cli.tables.inference import amount_signs
from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import NUMBER_TYPES, TEXT_TYPES, Constraints, Field, is_currency
from roundtable_cli.tables.values import currency_signs, numerals
from roundtable_cli.tables.vocabulary import headings

_NON_AMOUNT_KINDS = frozenset(
    "rate age year identity serial place phone document quantity people sex birth device contact".split()
)
_SAMPLE_CELLS = 50  # of a large file
_MAX_MENTIONS = 200  # different texts: those of more are not about the currencies of amounts
# Words by which a heading is of the kind "quantity", and which say nothing of what is added up.
_TOTAL_WORDS = frozenset("total totals всего итого бардыгы баары жалпы".split())
_TARGET_WORDS = frozenset(
    "target targets targeted reached planned plan actual actuals плана план факт фактически охват камтылган".split()
)


def find_amount_unit(column: ColumnProfile) -> str:
    """The unit of a column of amounts: its currency, or thousands of it, say; empty where nothing says it."""
    return scale_currency(_find_amount_currency(column), column.name)


def scale_currency(currency: str, heading: str) -> str:
    """A currency with the word of a heading by which amounts are multiplied: 12 `тыс. KGS` are not KGS 12."""
    scale = numerals.find_scale_word(heading) if currency else ""
    return f"{scale} {currency}" if scale else currency


def _find_amount_currency(column: ColumnProfile) -> str:
    """The currency of a column of amounts, its sign where it may be of several; empty where nothing says it."""
    field = column.field
    if not is_amount(field):
        return ""
    if field.currency:
        return field.currency
    named = currency_signs.detect_currencies(field.name)
    if not named and not field.bare_number:
        shown = amount_signs.count_shown_currencies(field, column.text_counts)
        return shown.common[0] if shown.signs and not shown.disagree else ""
    return next(iter(named)) if len(named) == 1 else ""


def is_amount(field: Field) -> bool:
    """Whether a column may hold amounts of money: its heading says so, or says nothing else that its numbers are."""
    if field.type not in NUMBER_TYPES or field.has_no_currency or field.is_untyped:
        return False
    kinds = headings.heading_kinds(field.name)
    if "amount" in kinds:
        return True
    others = [word for word in headings.heading_words(field.name) if word not in _TOTAL_WORDS]
    if "quantity" in kinds:
        kinds -= {"quantity"} if "quantity" not in headings.heading_kinds(" ".join(others)) else set()
    return not kinds & _NON_AMOUNT_KINDS and "%" not in field.name


def is_vague_heading(heading: str) -> bool:
    """Whether a heading says how much there was, and not of what: `target`, `reached`, `total`."""
    words = [word for word in headings.heading_words(heading) if not headings.heading_kinds(word) & {"glue"}]
    return bool(words) and all(word in _TOTAL_WORDS or word in _TARGET_WORDS for word in words)


def has_own_currency(field: Field) -> bool:
    """Whether the schema, the cells or the heading say the currency of a whole column: `amount_usd`."""
    return bool(field.currency or currency_signs.detect_currencies(field.name))


def find_currency_columns(source: Source) -> tuple[str, ...]:
    """The columns of a table that name a currency in each row. Refused where the table can't be read."""
    header = {*source.header}
    names = (name for name in dict.fromkeys(source.column_names) if name in header)
    declared = {field.name: field for field in reversed(source.table.fields or ())}  # of two of a name the first counts
    return tuple(name for name in names if _holds_currencies(source, name, declared.get(name)))


def _holds_currencies(source: Source, name: str, declared: Field | None) -> bool:
    # Of a table that an engine reads a field costs nothing; elsewhere all cells are read to find its type.
    field = declared or (source.get_field(name) if source.is_external else Field(name))
    if field.type not in TEXT_TYPES:
        return False
    trimmed = (text.strip() for text in _sample_texts(source, name))
    # No name of a currency begins with a digit, and most cells of a table of numbers and dates do.
    sample = {text for text in trimmed if not text[:1].isdigit()} - {*field.missing_texts}
    if not any(currency_signs.read_currency_name(text) or is_currency(text) for text in sample):
        return False  # as of nearly all columns: no catalogue of words is opened for them
    missing = {*field.missing_texts, *source.table.missing_values}
    is_new = name not in source.span_cache
    try:
        return _are_currencies(source, name, missing)
    finally:
        if is_new:
            source.span_cache.pop(name, None)  # the places of cells that nobody needs would only take memory


def _sample_texts(source: Source, name: str) -> Iterable[str]:
    """Some filled cells of a column; of a large file without the places of the others."""
    if not source.bulk_grids:
        return islice(filter(str.strip, source.iterate_texts(name)), _SAMPLE_CELLS)
    grids = zip(source.bulk_grids, source.origin.files, strict=True)
    samples = [grid.sample_column(file.column_positions[name], _SAMPLE_CELLS) for grid, file in grids]
    texts = [text for cells in samples for text in cells.decode_texts() if text]
    return texts or islice(filter(None, source.iterate_texts(name)), _SAMPLE_CELLS)


def _are_currencies(source: Source, name: str, missing: Collection[str]) -> bool:
    """Whether the filled cells of a column name currencies; under a heading that says so, most of them."""
    texts = (text for text in source.iterate_texts(name) if text.strip() not in missing)
    if "currency" not in headings.heading_kinds(name):
        return currency_signs.are_currency_names(texts)
    distinct = {text.strip() for text in texts} - {""}
    known = [text for text in distinct if currency_signs.read_known_name(text)]
    return 2 * len(known) > len(distinct)


def find_row_currency(source: Source, field: Field, currency_columns: Collection[str]) -> str:
    """The column that tells the currency of each amount in a column, one of those that name currencies; "" for none.

    Of several it is the one whose heading speaks of the amounts (`paid`, `paid currency`), or that speaks of none.
    Refused where that leaves two, and they name different currencies in one row.
    """
    if field.currency_column or not currency_columns or has_own_currency(field) or not is_amount(field):
        return field.currency_column
    about = {name: _other_words(name) for name in currency_columns}
    own_words = headings.heading_words(field.name)
    for fitting in (
        [name for name, words in about.items() if words and headings.are_words_related(words, own_words)],
        [name for name, words in about.items() if not words and "currency" in headings.heading_kinds(name)],
        [*about],
    ):
        if len(fitting) == 1 or (fitting and _agree_in_all_rows(source, fitting)):
            return fitting[0]
        if fitting:
            fault = f"the currency of the amounts may be in {quote_alternatives(fitting)}"
            remedy = f'write "rt:currency": {{ "column": "{fitting[0]}" }} for {field.name} in datapackage.json'
            raise Refused(Finding(CURRENCY_ERROR, fault, remedy, source.file_labels[0], column=field.name))
    return ""


def find_undecided_currencies(source: Source) -> Iterator[Finding]:
    """A finding for each column of amounts whose currency two columns may name. Refused where it can't be read."""
    names = find_currency_columns(source)
    for field in [source.get_field(name) for name in source.column_names if name in source.header] if names else []:
        try:
            find_row_currency(source, field, names)
        except Refused as refused:
            yield from refused.findings


def mention_several_currencies(texts: Collection[str]) -> bool:
    """Whether some texts speak of different currencies, at least half of them, each of one."""
    if len(texts) > _MAX_MENTIONS:
        return False
    named = [currencies for text in texts if text.strip() and (currencies := currency_signs.detect_currencies(text))]
    filled = sum(bool(text.strip()) for text in texts)
    return 2 * len(named) >= filled and all(len(found) == 1 for found in named) and len({*named}) > 1


def _other_words(heading: str) -> tuple[str, ...]:
    """The words of the heading of a column of currencies that do not say that it is one."""
    return tuple(
        word
        for word in headings.heading_words(heading)
        if not headings.heading_kinds(word) & {"currency", "glue", "identity", "label", "name"}
    )


def _agree_in_all_rows(source: Source, names: list[str]) -> bool:
    """Whether columns name the same currency in every row: its code in one, its name in another."""
    if source.is_external:
        return False
    rows = {*zip(*(source.raw_cells(name) for name in names), strict=True)}
    return all(
        currency_signs.common_currencies([currency_signs.read_known_name(text) for text in row])
        or len({text.strip() for text in row}) == 1
        for row in rows
    )


def currency_field(source: Source, name: str) -> Field:
    """The field by which a column of currencies is read: as codes, where cells hold names, signs or small letters."""
    field = source.get_field(name)
    texts = {text for cell in source.iterate_texts(name) if (text := cell.strip()) not in field.missing_texts}
    # Of a table that an engine reads only some texts are known: others may be names.
    if field.type not in TEXT_TYPES or (all(map(is_currency, texts)) and not source.is_external):
        return field
    rules = Constraints(field.constraints.required, enum=field.constraints.enum)
    return field._replace(
        type="string", format=currency_signs.choose_currency_format(texts), constraints=rules, ambiguous=""
    )


def names_several_currencies(codes: Iterable[object], heading: str) -> bool:
    """Whether a column of currencies has several values, all of them known unless its heading says what it holds."""
    texts = {str(code) for code in codes}
    is_headed = "currency" in headings.heading_kinds(heading)
    return len(texts) > 1 and (is_headed or all(map(currency_signs.read_currency_name, texts)))
