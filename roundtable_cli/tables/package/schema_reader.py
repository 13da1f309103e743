"""The fields of a schema: Table Schema's mappings read into `Field`, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from roundtable_cli.errors import suggest_nearest
from roundtable_cli.mapping_reader import MappingReader, type_word
from roundtable_cli.tables.table import FIELD_TYPES, UNPARSED_TYPES, Constraints, Field, is_currency
from roundtable_cli.tables.values import bounds, workbook_value
from roundtable_cli.tables.values.cell_text import clean_cell

# The keys of the standard and our own, to offer the right one for a misspelt one. Others are left alone.
FIELD_KEYS = (
    "name type format title description example constraints categories categoriesOrdered missingValues decimalChar "
    "groupChar bareNumber trueValues falseValues delimiter itemType rdfType "
    "rt:currency rt:personal rt:brackets rt:serial"
).split()
CONSTRAINT_KEYS = (
    "required unique enum minimum maximum exclusiveMinimum exclusiveMaximum pattern minLength maxLength jsonSchema"
).split()


def read_fields(schema: MappingReader, missing: tuple[str, ...]) -> list[Field]:
    """The fields of a schema, in order; two of one name are a fault."""
    names, found = set[str](), list[Field]()
    for index, mapping in enumerate(schema.get_value("fields", list, default=[])):
        place = f"{schema.place}.fields[{index}]"
        if not isinstance(mapping, dict):
            schema.add_fault("a field is a table of keys", key=f"fields[{index}]")
            continue
        field_ = _read_field(MappingReader(mapping, schema.file, place, schema.faults), missing)
        if field_.name in names:
            schema.add_fault(f'two fields are called "{field_.name}"', "give one another name", f"fields[{index}]")
        names.add(field_.name)
        found.append(field_)
    for field_ in found:
        if field_.currency_column and field_.currency_column not in names:
            fault = f'{field_.name}: rt:currency names no field "{field_.currency_column}"'
            schema.add_fault(fault, suggest_nearest(field_.currency_column, names), "fields")
    return found


def _read_field(shape: MappingReader, missing: tuple[str, ...]) -> Field:
    name = clean_cell(shape.get_text("name"))
    if not name:
        shape.add_fault("a field needs a name", 'write "name": "…"')
    report_misspelt_keys(shape, FIELD_KEYS)
    type_ = shape.get_choice("type", (*FIELD_TYPES, *UNPARSED_TYPES), "string")
    default = Field(name)
    currency = shape.get_value("rt:currency", str, dict, default="")
    per_row = shape.get_section("rt:currency") if isinstance(currency, dict) else None
    field = Field(
        name=name,
        type="string" if type_ in UNPARSED_TYPES else type_,
        format=shape.get_text("format", "default") if type_ not in UNPARSED_TYPES else "default",
        constraints=_read_constraints(shape.get_section("constraints")),
        categories=tuple(_category_values(shape)),
        missing_values=read_missing_values(shape, missing),
        decimal_char=shape.get_text("decimalChar", default.decimal_char),
        group_char=shape.get_text("groupChar", default.group_char),
        bare_number=shape.get_flag("bareNumber", default=True),
        true_values=shape.get_texts("trueValues") or default.true_values,
        false_values=shape.get_texts("falseValues") or default.false_values,
        delimiter=shape.get_text("delimiter", default.delimiter),
        item_type=shape.get_choice("itemType", FIELD_TYPES, "string"),
        currency=currency if isinstance(currency, str) else "",
        currency_column=per_row.get_text("column") if per_row else "",
        personal=shape.get_flag("rt:personal"),
        brackets=shape.get_flag("rt:brackets"),
        serial=shape.get_parsed("rt:serial", _parse_epoch, int, default=0),
    )
    if per_row:
        per_row.report_unknown_keys()
        if not field.currency_column:
            per_row.add_fault("it names no column", 'write { "column": "…" }')
    if field.currency and not is_currency(field.currency):
        shape.add_fault(f'"{field.currency}" is no currency\'s code', 'write it as in "USD"', "rt:currency")
    _check_field(field, shape)
    return field


def _check_field(field: Field, shape: MappingReader) -> None:
    """Its characters tell numbers apart, and its bounds are values of its type."""
    if field.serial and field.type not in {"date", "datetime"}:
        shape.add_fault(f"a {field.type} is no spreadsheet's date", 'write "type": "date"', "rt:serial")
    point, group = field.decimal_char, field.group_char
    if len(point) != 1 or point.isdigit() or group.isdigit() or point == group:
        shape.add_fault("decimalChar and groupChar must be two characters, and no digits", 'such as "," and " "')
        return
    rules = field.constraints
    ordered = [value for value in (rules.minimum, rules.maximum, rules.above, rules.below) if value is not None]
    if ordered and field.type in {"string", "any", "boolean", "list"}:
        shape.add_fault(f"a {field.type} has no minimum or maximum", "use enum or pattern", "constraints")
        return
    for value in (*ordered, *field.declared_values):
        try:
            bounds.parse_bound(field, value)
        except ValueError as error:
            shape.add_fault(f'"{value}" {error}', f"write values of the type {field.type}", "constraints")


def _category_values(shape: MappingReader) -> Iterator[object]:
    """Values in order; the standard allows `{"value": …, "label": …}` in place of a value."""
    for category in shape.get_value("categories", list, default=[]):
        value = category.get("value") if isinstance(category, dict) else category
        if isinstance(value, (str, int, float)):
            yield value
        else:
            shape.add_fault(f"expected a text or a number, found {type_word(value)}", key="categories")


def _read_constraints(shape: MappingReader) -> Constraints:
    report_misspelt_keys(shape, CONSTRAINT_KEYS)
    report_unsupported_keys(shape, {"jsonSchema": None})
    return Constraints(
        required=shape.get_flag("required"),
        unique=shape.get_flag("unique"),
        enum=tuple(shape.get_value("enum", list, default=())),
        minimum=shape.get_value("minimum", str, int, float),
        maximum=shape.get_value("maximum", str, int, float),
        above=shape.get_value("exclusiveMinimum", str, int, float),
        below=shape.get_value("exclusiveMaximum", str, int, float),
        pattern=shape.get_parsed("pattern", _parse_regex, str, default=""),
        min_length=shape.get_value("minLength", int),
        max_length=shape.get_value("maxLength", int),
    )


def _parse_epoch(written: int) -> int:
    if written in workbook_value.DATE_EPOCHS:
        return written
    raise ValueError("the system of a spreadsheet's dates is 1900 or 1904")


def _parse_regex(text: str) -> str:
    try:
        return re.compile(text).pattern
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from None


def report_misspelt_keys(shape: MappingReader, keys: Sequence[str]) -> None:
    """The standard lets a package hold any key, but one that is nearly a known one would be left out in silence."""
    for key in shape.mapping:
        if key not in keys and (key.startswith("rt:") or _is_nearly_known(key, keys)):
            shape.add_fault(f'unknown key "{key}"', suggest_nearest(key, keys))


def _is_nearly_known(key: str, keys: Sequence[str]) -> bool:
    import difflib

    return bool(difflib.get_close_matches(key.casefold(), [known.casefold() for known in keys], cutoff=0.85))


def report_unsupported_keys(shape: MappingReader, defaults: Mapping[str, object]) -> None:
    """What the standard offers and this program does not do is refused, unless it says what is done anyway."""
    for key, default in defaults.items():
        written = shape.mapping.get(key, default)
        if type(written) is not type(default) or written != default:  # 0 is not false, though Python calls them equal
            shape.add_fault("is not supported yet", "delete it, and change the data file", key)


def read_missing_values(shape: MappingReader, default: tuple[str, ...]) -> tuple[str, ...]:
    """Texts, or, as the standard also writes them, `{"value": …, "label": …}`."""
    if "missingValues" not in shape.mapping:
        return default
    written = shape.get_value("missingValues", str, list, default=[])
    listed = [written] if isinstance(written, str) else written
    texts = [value.get("value") if isinstance(value, dict) else value for value in listed]
    for text in texts:
        if not isinstance(text, str):
            shape.add_fault(f"expected a text, found {type_word(text)}", key="missingValues")
    return tuple(text for text in texts if isinstance(text, str))
