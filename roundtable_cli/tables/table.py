"""What a table is: its files, its fields and keys, and the package that they make together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from roundtable_cli.errors import Finding, Refused, suggest_nearest
from roundtable_cli.finding_codes import USAGE

STDIN = Path("-")
FIELD_TYPES = ("string", "integer", "number", "boolean", "date", "datetime", "year", "yearmonth", "list", "any")
# Types of Table Schema that hold nothing to count or compare: their cells are kept as the text they are.
UNPARSED_TYPES = ("object", "array", "time", "duration", "geopoint", "geojson")
CLOCK_TYPES = ("time", "duration")
TEXT_TYPES = ("string", "any", *UNPARSED_TYPES)  # kept as texts
NUMBER_TYPES = ("integer", "number")
TIME_TYPES = ("date", "datetime", "yearmonth", "year")
FIELDS_MATCH_MODES = ("exact", "equal", "subset", "superset", "partial")


def _in_all_cases(*words: str) -> tuple[str, ...]:
    return tuple(spelled for word in words for spelled in dict.fromkeys((word, word.capitalize(), word.upper())))


DEFAULT_TRUE_VALUES, DEFAULT_FALSE_VALUES = (
    _in_all_cases("true", "1", "yes", "да", "ооба"),
    _in_all_cases("false", "0", "no", "нет", "жок"),
)


class Constraints(NamedTuple):
    """What a cell must satisfy, as Table Schema defines it; `above` and `below` are its exclusive bounds.

    Bounds and `enum` are written as the file writes its cells, or as JSON values; `values.bounds` reads both.
    """

    required: bool = False
    unique: bool = False
    enum: tuple[object, ...] = ()
    minimum: object = None
    maximum: object = None
    above: object = None
    below: object = None
    pattern: str = ""
    min_length: int | None = None
    max_length: int | None = None

    @property
    def restricts_values(self) -> bool:
        """Whether they say what a value may be, and not only that there is one, or none twice."""
        return self != Constraints(self.required, self.unique)

    def is_bounded(self, *, above: bool) -> bool:
        """Whether they say how large a value may be, or how small."""
        return not (self.maximum is self.below is None if above else self.minimum is self.above is None)


class Field(NamedTuple):
    """A column: its name in the file, and how its cells are read.

    `categories` are its values in order, where declared. `currency_column` names the column that holds the currency of
    each amount; a number that `has_no_currency` is no amount of money. The values of a `personal` field are never
    printed; `is_revealed` says that somebody asked to see them.
    `assumed_missing` are those of its missing values that nobody declared: the texts stand for no value wherever people
    write them (`N/A`).
    An `inferred` field was typed from its rows. One that `is_untyped` fits any use: no value shows its type, as none is
    in any row, or no row has been read yet (`Source.without_rows`).
    With `brackets`, a number in brackets is negative, as accountants write it. `serial` is the year from which a
    spreadsheet counts the days, 1900 or 1904, where dates are such numbers. `ambiguous` is "number" or "date" where
    the texts of an inferred column can be read as one in two ways, "list" where they may be numbers or lists, and
    "shortened" where they are long numbers that have lost digits: it stays text then.
    Of a field that `leaves_unreadable`, cells that can't be read as its type are no faults, but left out: once its rows
    are read, `unreadable_rows` are their texts, which are among its missing values, and how many rows hold each.
    A field of numbers that `has_long_numbers` has some with more digits than a float holds: its values are texts, the
    numbers in full (`numerals.write_long_number`), so that no digit is lost.
    """

    name: str
    type: str = "string"
    format: str = "default"
    constraints: Constraints = Constraints()
    categories: tuple[object, ...] = ()
    missing_values: tuple[str, ...] = ("",)
    assumed_missing: tuple[str, ...] = ()
    decimal_char: str = "."
    group_char: str = ""
    bare_number: bool = True
    true_values: tuple[str, ...] = DEFAULT_TRUE_VALUES
    false_values: tuple[str, ...] = DEFAULT_FALSE_VALUES
    delimiter: str = ","
    item_type: str = "string"
    currency: str = ""
    currency_column: str = ""
    has_no_currency: bool = False
    personal: bool = False
    is_revealed: bool = False
    inferred: bool = False
    is_untyped: bool = False
    brackets: bool = False
    serial: int = 0
    ambiguous: str = ""
    has_long_numbers: bool = False
    leaves_unreadable: bool = False
    unreadable_rows: tuple[tuple[str, int], ...] = ()

    @property
    def missing_texts(self) -> frozenset[str]:
        """The trimmed texts that stand for no value; a blank cell always does."""
        return frozenset({*self.missing_values, ""})

    def quote_value(self, text: str) -> str:
        """A text of the column as messages write it: in quotes; nothing of it where the field is personal."""
        return "the value" if self.personal else f'"{text}"'

    @property
    def is_clock(self) -> bool:
        """Whether it holds times of a day, or durations: of these no breakdown has a category for each minute."""
        return self.type in CLOCK_TYPES or self.format == "rt:duration"

    @property
    def declared_values(self) -> tuple[object, ...]:
        """The values that the schema declares for it, if any."""
        return self.constraints.enum or self.categories


ROW_NUMBER_FIELD = Field("", "integer")  # no column of the file: the ordinal of a record in its table, from 0


def is_currency(unit: str) -> bool:
    """Whether a unit has the form of a currency's code (ISO 4217)."""
    return len(unit) == 3 and unit.isascii() and unit.isupper() and unit.isalpha()


class ForeignKey(NamedTuple):
    """`fields` of a table that hold the `keys` of the table `resource`."""

    fields: tuple[str, ...]
    resource: str
    keys: tuple[str, ...]


class Table(NamedTuple):
    """One table: its files, read as one, and its declared fields (None: to be inferred from the rows).

    `encoding`, `delimiter`, `header_rows` (from 1) and the `sheets` of a workbook are those declared; what is empty is
    found out from each file. Without `has_header` all rows are records. `encoding_guessed` says that the encoding was
    a guess, and nobody has confirmed it. `named_values` are texts that somebody's definitions name as values: none of
    them is taken to stand for no value. `passed_over` are the other sheets of a workbook that nothing declares, those
    that hold no table or are hidden: the project has no table of them. With `has_expected_repeats`, rows that are the
    same in every cell are no slips. `undeclared_personal` are the personal columns that `fields` does not have.
    `optional_names` are columns that not all files have: the rows of the others have no value there.
    """

    name: str
    paths: tuple[Path, ...]
    fields: tuple[Field, ...] | None = None
    fields_match: str = "exact"
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    missing_values: tuple[str, ...] = ("",)
    encoding: str = ""
    delimiter: str = ""
    quote: str = '"'
    header_rows: tuple[int, ...] = ()
    sheets: tuple[str, ...] = ()
    encoding_guessed: bool = False
    named_values: frozenset[str] = frozenset()
    has_header: bool = True
    passed_over: tuple[str, ...] = ()
    has_expected_repeats: bool = False
    undeclared_personal: frozenset[str] = frozenset()
    optional_names: tuple[str, ...] = ()

    @property
    def personal_names(self) -> frozenset[str]:
        """The columns whose values are never printed."""
        return self.undeclared_personal.union(field.name for field in self.fields or () if field.personal)

    def without_unreadable(self) -> Table:
        """The table as it is bound before a row is read: no field is to look for cells that can't be read."""
        fields = self.fields and tuple(field._replace(leaves_unreadable=False) for field in self.fields)
        return self._replace(fields=fields)

    def with_decisions(self, decided: Table) -> Table:
        """The table with the encoding, delimiter, header rows (or none) and sheets that `decided` declares."""
        return self._replace(
            encoding=decided.encoding,
            encoding_guessed=decided.encoding_guessed,
            delimiter=decided.delimiter,
            header_rows=decided.header_rows,
            sheets=decided.sheets,
            has_header=decided.has_header,
        )

    @property
    def sheet(self) -> str:
        """The one sheet that is declared; empty where none is, or several."""
        return self.sheets[0] if len(self.sheets) == 1 else ""

    def file_label(self, path: Path) -> str:
        """What messages call one of its files: its name, as many folders as tell it from the others, its sheet."""
        if path == STDIN:
            return "standard input"
        depths = range(1, len(path.parts))
        endings = {depth: [other.parts[-depth:] for other in self.paths] for depth in depths}
        depth = next((depth for depth in depths if endings[depth].count(path.parts[-depth:]) <= 1), 0)
        name = "/".join(path.parts[-depth:]) if depth else str(path)
        return f"{name} [{self.sheet}]" if self.sheet else name


class DataPackage(NamedTuple):
    """The tables of a project folder, by name."""

    folder: Path
    tables: Mapping[str, Table] = MappingProxyType({})

    def with_values_shown(self) -> DataPackage:
        """The package with no value of a personal field hidden."""

        def reveal_field(field: Field) -> Field:
            return field._replace(personal=False, is_revealed=True) if field.personal else field

        def reveal_table(table: Table) -> Table:
            fields = None if table.fields is None else tuple(map(reveal_field, table.fields))
            return table._replace(fields=fields, undeclared_personal=frozenset())

        return self._replace(tables={name: reveal_table(table) for name, table in self.tables.items()})

    def with_table_file(self, name: str, path: Path) -> DataPackage:
        """The package with the rows of table `name` taken from another file (`-` is standard input)."""
        if name not in self.tables:
            raise Refused(
                Finding(USAGE, f'there is no table "{name}"', suggest_nearest(name, self.tables), column="--table")
            )
        return self._replace(tables={**self.tables, name: self.tables[name]._replace(paths=(path,))})
