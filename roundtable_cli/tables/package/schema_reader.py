"""The fields of a schema: Table Schema's mappings read into `Field`, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from roundtable_cli.errors import nearest
from roundtable_cli.mapping_reader import Shape, word
from roundtable_cli.tables.checks import cell_checks
from roundtable_cli.tables.reading import text_dialect
from roundtable_cli.tables.table import AS_TEXT, TYPES, Constraints, Field, is_currency
from roundtable_cli.tables.values import workbook_value

# The keys of the standard and our own, to offer the right one for a misspelt one. Others are left alone.
FIELD_KEYS = (
    "name type format title description example constraints categories categoriesOrdered missingValues decimalChar "
    "groupChar bareNumber trueValues falseValues delimiter itemType rdfType "
    "rt:currency rt:personal rt:brackets rt:serial"
).split()
CONSTRAINT_KEYS = (
    "required unique enum minimum maximum exclusiveMinimum exclusiveMaximum pattern minLength maxLength jsonSchema"
).split()


def fields(schema: Shape, missing: tuple[str, ...]) -> list[Field]:
    """The fields of a schema, in order; two of one name are a fault."""
    names, found = set[str](), list[Field]()
    for index, mapping in enumerate(schema.get("fields", list, default=[])):
        place = f"{schema.place}.fields[{index}]"
        if not isinstance(mapping, dict):
            schema.fault("a field is a table of keys", key=f"fields[{index}]")
            continue
        field_ = _field(Shape(mapping, schema.file, place, schema.faults), missing)
        if field_.name in names:
            schema.fault(f'two fields are called "{field_.name}"', "give one another name", f"fields[{index}]")
        names.add(field_.name)
        found.append(field_)
    for field_ in found:
        if field_.currency_column and field_.currency_column not in names:
            fault = f'{field_.name}: rt:currency names no field "{field_.currency_column}"'
            schema.fault(fault, nearest(field_.currency_column, names), "fields")
    return found


def _field(shape: Shape, missing: tuple[str, ...]) -> Field:
    name = text_dialect.name(shape.text("name"))
    if not name:
        shape.fault("a field needs a name", 'write "name": "…"')
    misspelt(shape, FIELD_KEYS)
    type_ = shape.choice("type", (*TYPES, *AS_TEXT), "string")
    default = Field(name)
    currency = shape.get("rt:currency", str, dict, default="")
    per_row = shape.section("rt:currency") if isinstance(currency, dict) else None
    field = Field(
        name=name,
        type="string" if type_ in AS_TEXT else type_,
        format=shape.text("format", "default") if type_ not in AS_TEXT else "default",
        constraints=_constraints(shape.section("constraints")),
        categories=tuple(_categories(shape)),
        missing_values=missing_values(shape, missing),
        decimal_char=shape.text("decimalChar", default.decimal_char),
        group_char=shape.text("groupChar", default.group_char),
        bare_number=shape.flag("bareNumber", default=True),
        true_values=shape.texts("trueValues") or default.true_values,
        false_values=shape.texts("falseValues") or default.false_values,
        delimiter=shape.text("delimiter", default.delimiter),
        item_type=shape.choice("itemType", TYPES, "string"),
        currency=currency if isinstance(currency, str) else "",
        currency_column=per_row.text("column") if per_row else "",
        personal=shape.flag("rt:personal"),
        brackets=shape.flag("rt:brackets"),
        serial=shape.parse("rt:serial", _epoch, 0),
    )
    if per_row:
        per_row.close()
        if not field.currency_column:
            per_row.fault("it names no column", 'write { "column": "…" }')
    if field.currency and not is_currency(field.currency):
        shape.fault(f'"{field.currency}" is no currency\'s code', 'write it as in "USD"', "rt:currency")
    _check_field(field, shape)
    return field


def _check_field(field: Field, shape: Shape) -> None:
    """Its characters tell numbers apart, and its bounds are values of its type."""
    if field.serial and field.type not in {"date", "datetime"}:
        shape.fault(f"a {field.type} is no spreadsheet's date", 'write "type": "date"', "rt:serial")
    point, group = field.decimal_char, field.group_char
    if len(point) != 1 or point.isdigit() or group.isdigit() or point == group:
        shape.fault("decimalChar and groupChar must be two characters, and no digits", 'such as "," and " "')
        return
    rules = field.constraints
    ordered = [value for value in (rules.minimum, rules.maximum, rules.above, rules.below) if value is not None]
    if ordered and field.type in {"string", "any", "boolean", "list"}:
        shape.fault(f"a {field.type} has no minimum or maximum", "use enum or pattern", "constraints")
        return
    for value in (*ordered, *field.declared):
        try:
            cell_checks.bound(field, value)
        except ValueError as error:
            shape.fault(f'"{value}" {error}', f"write values of the type {field.type}", "constraints")


def _categories(shape: Shape) -> Iterator[object]:
    """Values in order; the standard allows `{"value": …, "label": …}` in place of a value."""
    for category in shape.get("categories", list, default=[]):
        yield category.get("value") if isinstance(category, dict) else category


def _constraints(shape: Shape) -> Constraints:
    misspelt(shape, CONSTRAINT_KEYS)
    not_yet(shape, {"jsonSchema": None})
    return Constraints(
        required=shape.flag("required"),
        unique=shape.flag("unique"),
        enum=tuple(shape.get("enum", list, default=())),
        minimum=shape.get("minimum", str, int, float),
        maximum=shape.get("maximum", str, int, float),
        above=shape.get("exclusiveMinimum", str, int, float),
        below=shape.get("exclusiveMaximum", str, int, float),
        pattern=shape.parse("pattern", _pattern, ""),
        min_length=shape.get("minLength", int),
        max_length=shape.get("maxLength", int),
    )


def _epoch(written: object) -> int:
    if written in workbook_value.EPOCHS:
        return int(str(written))
    raise ValueError("the system of a spreadsheet's dates is 1900 or 1904")


def _pattern(text: object) -> str:
    try:
        return re.compile(str(text)).pattern
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from None


def misspelt(shape: Shape, keys: Sequence[str]) -> None:
    """The standard lets a package hold any key, but one that is nearly a known one would be left out in silence."""
    for key in shape.mapping:
        if key not in keys and (key.startswith("rt:") or _nearly(key, keys)):
            shape.fault(f'unknown key "{key}"', nearest(key, keys))


def _nearly(key: str, keys: Sequence[str]) -> bool:
    import difflib

    return bool(difflib.get_close_matches(key.casefold(), [known.casefold() for known in keys], cutoff=0.85))


def not_yet(shape: Shape, defaults: Mapping[str, object]) -> None:
    """What the standard offers and this program does not do is refused, unless it says what is done anyway."""
    for key, default in defaults.items():
        if key in shape.mapping and shape.mapping[key] != default:
            shape.fault("not yet supported", "leave it out, and change the file", key)


def missing_values(shape: Shape, default: tuple[str, ...]) -> tuple[str, ...]:
    """Texts, or, as the standard also writes them, `{"value": …, "label": …}`."""
    if "missingValues" not in shape.mapping:
        return default
    written = shape.get("missingValues", str, list, default=[])
    listed = [written] if isinstance(written, str) else written
    texts = [value.get("value", "") if isinstance(value, dict) else value for value in listed]
    for text in texts:
        if not isinstance(text, str):
            shape.fault(f"{word(text)} where a text belongs", key="missingValues")
    return tuple(text for text in texts if isinstance(text, str))
