"""The fields of a schema: Table Schema's mappings read into `Field`, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from roundtable_cli.errors import suggest_nearest
from roundtable_cli.mapping_reader import MappingReader, type_word
from roundtable_cli.tables.checks import cell_patterns
from roundtable_cli.tables.package import date_formats
from roundtable_cli.tables.table import (
    CLOCK_TYPES,
    FIELD_TYPES,
    TEXT_TYPES,
    UNPARSED_TYPES,
    Constraints,
    Field,
    is_currency,
)
from roundtable_cli.tables.values import bounds, workbook_value
from roundtable_cli.tables.values.cell_text import clean_cell

# The keys of the standard and our own, to offer the right one for a misspelt one. Others are left alone.
FIELD_KEYS = (
    "name type format title description example constraints categories categoriesOrdered missingValues decimalChar "
    "groupChar bareNumber trueValues falseValues delimiter itemType rdfType "
    "rt:currency rt:personal rt:brackets rt:serial rt:unreadable"
).split()
CONSTRAINT_KEYS = (
    "required unique enum minimum maximum exclusiveMinimum exclusiveMaximum pattern minLength maxLength jsonSchema"
).split()


def read_fields(schema: MappingReader, missing: tuple[str, ...]) -> list[Field]:
    """The fields of a schema, in order; two of one name are a fault."""
    names, fields = set[str](), list[Field]()
    for index, mapping in enumerate(schema.get_value("fields", list, default=[])):
        section = f"{schema.section}.fields[{index}]"
        if not isinstance(mapping, dict):
            schema.add_fault("a field is not in braces", 'write it as { "name": "…" }', f"fields[{index}]")
            continue
        field = _read_field(MappingReader(mapping, schema.file, section, schema.findings), missing)
        if field.name in names:
            schema.add_fault(
                f'two fields have the name "{field.name}"', "give one of them another name", f"fields[{index}]"
            )
        names.add(field.name)
        fields.append(field)
    for field in fields:
        if field.currency_column and field.currency_column not in names:
            fault = f'{field.name}: rt:currency names a field that is not there, "{field.currency_column}"'
            schema.add_fault(fault, suggest_nearest(field.currency_column, names), "fields")
    return fields


def _read_field(reader: MappingReader, missing: tuple[str, ...]) -> Field:
    name = clean_cell(reader.get_text("name"))
    if not name:
        reader.add_fault("a field has no name", 'write "name": "…"')
    report_misspelt_keys(reader, FIELD_KEYS)
    type_ = reader.get_choice("type", (*FIELD_TYPES, *UNPARSED_TYPES), "string")
    default = Field(name)
    currency = reader.get_value("rt:currency", str, dict, bool, default="")
    per_row = reader.get_section("rt:currency") if isinstance(currency, dict) else None
    field = Field(
        name=name,
        type="string" if type_ in UNPARSED_TYPES and type_ not in CLOCK_TYPES else type_,
        format=reader.get_text("format", "default") if type_ not in UNPARSED_TYPES else "default",
        constraints=_read_constraints(reader.get_section("constraints")),
        categories=tuple(_category_values(reader)),
        missing_values=read_missing_values(reader, missing),
        decimal_char=reader.get_text("decimalChar", default.decimal_char),
        group_char=reader.get_text("groupChar", default.group_char),
        bare_number=reader.get_flag("bareNumber", default=True),
        true_values=reader.get_texts("trueValues") or default.true_values,
        false_values=reader.get_texts("falseValues") or default.false_values,
        delimiter=reader.get_text("delimiter", default.delimiter),
        item_type=reader.get_choice("itemType", FIELD_TYPES, "string"),
        currency=currency if isinstance(currency, str) else "",
        currency_column=per_row.get_text("column") if per_row else "",
        has_no_currency=currency is False,
        personal=reader.get_flag("rt:personal"),
        brackets=reader.get_flag("rt:brackets"),
        leaves_unreadable=reader.get_choice("rt:unreadable", ("missing",)) == "missing",
        serial=reader.get_parsed("rt:serial", _parse_epoch, int, default=0),
    )
    _check_currency(field, reader, per_row, is_true=currency is True)
    _check_field(field, reader)
    return field


def _check_currency(field: Field, reader: MappingReader, per_row: MappingReader | None, *, is_true: bool) -> None:
    """Reports what is no currency: `true`, a word, or braces that name no column."""
    if per_row:
        per_row.report_unknown_keys()
        if not field.currency_column:
            per_row.add_fault("no column is named", 'write { "column": "…" }')
    if is_true:
        remedy = 'write a code, such as "USD"; or false, if this is no money'
        reader.add_fault("rt:currency is true, which names no currency", remedy, "rt:currency")
    if field.currency and not is_currency(field.currency):
        reader.add_fault(
            f'"{field.currency}" is not the code of a currency', 'write three capitals, such as "USD"', "rt:currency"
        )


def _check_field(field: Field, reader: MappingReader) -> None:
    """Reports signs of numbers that can't be told apart, and bounds that are not values of the field's type."""
    if field.serial and field.type not in {"date", "datetime"}:
        reader.add_fault(f"rt:serial is for dates, and the type is {field.type}", 'write "type": "date"', "rt:serial")
    if not date_formats.is_readable_format(field):
        suggested = date_formats.suggest_date_format(field.format)
        remedy = f'write "{suggested}"' if suggested else 'write it like "%d.%m.%Y"; see rt-stats guide files'
        reader.add_fault(f'"{field.format}" is not a format by which a {field.type} can be read', remedy, "format")
        return
    point, group = field.decimal_char, field.group_char
    if len(point) != 1 or point.isdigit() or group.isdigit() or point == group:
        reader.add_fault(
            "decimalChar must be one character, no digit, and not the same as groupChar",
            'write, for example, "," and " "',
        )
        return
    rules = field.constraints
    ordered = [value for value in (rules.minimum, rules.maximum, rules.above, rules.below) if value is not None]
    if ordered and field.type in {*TEXT_TYPES, "boolean", "list"}:
        reader.add_fault(f"type {field.type} has no minimum or maximum", "use enum or pattern", "constraints")
        return
    for value in (*ordered, *field.declared_values):
        try:
            bounds.parse_bound(field, value)
        except ValueError as error:
            reader.add_fault(f'"{value}" {error}', f"write values of the type {field.type}", "constraints")


def _category_values(reader: MappingReader) -> Iterator[object]:
    """The categories in order; the standard allows `{"value": …, "label": …}` in place of a value."""
    for category in reader.get_value("categories", list, default=[]):
        value = category.get("value") if isinstance(category, dict) else category
        if isinstance(value, (str, int, float)):
            yield value
        else:
            reader.add_fault(f"expected a text or a number, found {type_word(value)}", key="categories")


def _read_constraints(reader: MappingReader) -> Constraints:
    report_misspelt_keys(reader, CONSTRAINT_KEYS)
    report_unsupported_keys(reader, {"jsonSchema": None})
    return Constraints(
        required=reader.get_flag("required"),
        unique=reader.get_flag("unique"),
        enum=tuple(reader.get_value("enum", list, default=())),
        minimum=reader.get_value("minimum", str, int, float),
        maximum=reader.get_value("maximum", str, int, float),
        above=reader.get_value("exclusiveMinimum", str, int, float),
        below=reader.get_value("exclusiveMaximum", str, int, float),
        pattern=reader.get_parsed("pattern", cell_patterns.check_pattern, str, default=""),
        min_length=reader.get_value("minLength", int),
        max_length=reader.get_value("maxLength", int),
    )


def _parse_epoch(written: int) -> int:
    if written in workbook_value.DATE_EPOCHS:
        return written
    raise ValueError("rt:serial is 1900 or 1904")


def report_misspelt_keys(reader: MappingReader, keys: Sequence[str]) -> None:
    """Reports keys that are nearly a known one: the standard allows any key, but these would do nothing."""
    for key in reader.mapping:
        if key not in keys and (key.startswith("rt:") or _is_nearly_known(key, keys)):
            reader.add_fault(f'unknown key "{key}"', suggest_nearest(key, keys))


def _is_nearly_known(key: str, keys: Sequence[str]) -> bool:
    import difflib

    return bool(difflib.get_close_matches(key.casefold(), [known.casefold() for known in keys], cutoff=0.85))


def report_unsupported_keys(reader: MappingReader, defaults: Mapping[str, object]) -> None:
    """Reports keys of the standard that this program does not follow, unless they hold the default."""
    for key, default in defaults.items():
        written = reader.mapping.get(key, default)
        if type(written) is not type(default) or written != default:  # 0 is not false, though Python calls them equal
            reader.add_fault("this key is not supported yet", "delete it, and change the data file", key)


def read_missing_values(reader: MappingReader, default: tuple[str, ...]) -> tuple[str, ...]:
    """The texts that mean that there is no value; the standard also writes them as `{"value": …, "label": …}`."""
    if "missingValues" not in reader.mapping:
        return default
    written = reader.get_value("missingValues", str, list, default=[])
    listed = [written] if isinstance(written, str) else written
    texts = [value.get("value") if isinstance(value, dict) else value for value in listed]
    for text in texts:
        if not isinstance(text, str):
            reader.add_fault(f"expected a text, found {type_word(text)}", key="missingValues")
    return tuple(text for text in texts if isinstance(text, str))
