"""Reading one mapping of a definition file key by key: what has the wrong type, and what key nobody asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from roundtable_cli.errors import DEFINITION, Finding, suggest_nearest

Scalar = str | bool | int | float | Decimal | date
_TYPE_WORDS: dict[type, str] = {
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    Decimal: "a number",
}
_TYPE_WORDS |= {dict: "a table of keys", list: "a list", date: "a date"}


class MappingReader:
    """One mapping of `file`, found at `place`; faults go to the list that the caller holds.

    Each reader returns the value, or the default where the key is absent or its value was at fault, so that reading
    goes on and all the faults are found at once.
    """

    def __init__(self, mapping: Mapping[str, Any], file: str, place: str, faults: list[Finding]) -> None:
        self.mapping, self.file, self.place, self.faults = mapping, file, place, faults
        self.requested_keys: list[str] = []

    def add_fault(self, fault: str, remedy: str = "", key: str = "") -> None:
        """Report a fault of this mapping, or of one key in it."""
        where = " ".join(part for part in (self.place, key) if part)
        self.faults.append(Finding(DEFINITION, fault, remedy, self.file, column=where))

    def get_value(self, key: str, *types: type, default: Any = None) -> Any:
        """The value of `key`, where it is of one of `types` (any, where none are given)."""
        self.requested_keys.append(key)
        value = self.mapping.get(key)
        if value is None:
            return default
        if types and not _has_type(value, types):
            whole = types == (int,)
            wanted = "a whole number" if whole else " or ".join(dict.fromkeys(_TYPE_WORDS[type_] for type_ in types))
            self.add_fault(f"{type_word(value)} where {wanted} belongs", key=key)
            return default
        return value

    def get_text(self, key: str, default: str = "") -> str:
        """A text."""
        value: str = self.get_value(key, str, default=default)
        return value

    def get_texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text alone is a list of one."""
        value = self.get_value(key, str, list, default=[])
        return (value,) if isinstance(value, str) else tuple(self._valid_items(key, value, str))

    def get_number(self, key: str, default: int | Decimal | None = None) -> Any:
        """A number that one can compute with."""
        value = self.get_value(key, int, Decimal, default=default)
        if isinstance(value, Decimal) and not value.is_finite():
            self.add_fault(f"{value} is no number", key=key)
            return default
        return value

    def get_numbers(self, key: str) -> tuple[int | Decimal, ...]:
        """A list of numbers that one can compute with."""
        numbers = tuple(self._valid_items(key, self.get_value(key, list, default=[]), int, Decimal))
        if any(not Decimal(number).is_finite() for number in numbers):
            self.add_fault("a number is needed", key=key)
            return ()
        return numbers

    def get_date(self, key: str) -> date | None:
        """A day, without a time."""
        value = self.get_value(key, date)
        if isinstance(value, datetime):
            self.add_fault("a time where a day belongs", "write 2018-01-01", key)
            return None
        return value if isinstance(value, date) else None

    def get_flag(self, key: str, default: bool = False) -> bool:
        """True or false."""
        value: bool = self.get_value(key, bool, default=default)
        return value

    def get_choice(self, key: str, choices: Iterable[str], default: str = "") -> str:
        """A text that is one of `choices`."""
        value, known = self.get_text(key, default), tuple(choices)
        if value == default or value in known:
            return value
        self.add_fault(f'"{value}" is not known', suggest_nearest(value, known), key)
        return default

    def get_section(self, key: str) -> MappingReader:
        """A mapping inside this one; empty where there is none."""
        return MappingReader(self.get_value(key, dict, default={}), self.file, self._nested_place(key), self.faults)

    def iterate_sections(self, key: str) -> Iterator[tuple[str, MappingReader]]:
        """The mappings inside the mapping `key`, by name."""
        outer = self.get_section(key)
        for name in outer.mapping:
            if isinstance(outer.get_value(name, dict), dict):
                yield name, outer.get_section(name)

    def with_place(self, place: str) -> MappingReader:
        """The same mapping under another name in messages."""
        return MappingReader(self.mapping, self.file, place, self.faults)

    def report_unknown_keys(self, later: Iterable[str] = ()) -> None:
        """Report the keys nobody asked for; those of `later` are right, and not yet supported."""
        for key in self.mapping:
            if key in later:
                self.add_fault("not yet supported", "leave it out", key)
            elif key not in self.requested_keys:
                self.add_fault(f'unknown key "{key}"', suggest_nearest(key, self.requested_keys))

    def get_parsed(self, key: str, parse: Callable[[Any], Any], *types: type, default: Any = None) -> Any:
        """The value of `key`, of one of `types`, as `parse` makes it; the words of its ValueError become a fault."""
        value = self.get_value(key, *types)
        if value is None:
            return default
        try:
            return parse(value)
        except ValueError as error:
            self.add_fault(str(error), key=key)
            return default

    def _valid_items(self, key: str, values: Iterable[Any], *types: type) -> Iterator[Any]:
        for value in values:
            if _has_type(value, types):
                yield value
            else:
                self.add_fault(f"{type_word(value)} where {_TYPE_WORDS[types[0]]} belongs", key=key)

    def _nested_place(self, key: str) -> str:
        return (
            f"{self.place[:-1]}.{key}]" if self.place.startswith("[") else f"{self.place}.{key}" if self.place else key
        )


def type_word(value: object) -> str:
    """What kind of thing a value of TOML or JSON is, in words."""
    for type_ in (bool, int, float, Decimal, str, list, dict, date):
        if isinstance(value, type_):
            return _TYPE_WORDS[type_]
    return "a time" if value is not None else "nothing"


def _has_type(value: object, types: tuple[type, ...]) -> bool:
    """Python counts true as a number; a definition does not."""
    return isinstance(value, types) and (not isinstance(value, bool) or bool in types)
