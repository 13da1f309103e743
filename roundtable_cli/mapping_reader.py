"""Reading one mapping of a definition file key by key: what has the wrong type, and what key nobody asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from roundtable_cli.errors import Finding, suggest_nearest
from roundtable_cli.finding_codes import DEFINITION

Scalar = str | bool | int | float | Decimal | date
_TYPE_WORDS: dict[type, str] = {  # true before numbers: Python counts it as one
    bool: "true or false",
    str: "a text",
    int: "a number",
    float: "a number",
    Decimal: "a number",
    dict: "a table of keys",
    list: "a list",
    date: "a date",
}


_MAX_EXPONENT = 400  # of 10
_UNCOMPUTABLE = f"expected a number to compute with, of {_MAX_EXPONENT} digits or decimals at the most"


class KeyWords(NamedTuple):
    """What a kind of definition file says of its keys: the nearest right one of some, and by key how it is written."""

    suggest_key: Callable[[str, Iterable[str]], str] = suggest_nearest
    suggest_choice: Callable[[str, Iterable[str]], str] = suggest_nearest
    describe_form: Callable[[str, Any], str] = lambda _key, _value: ""


PLAIN_WORDS = KeyWords()


class MappingReader:
    """One mapping of a definition file, of TOML or JSON; findings go to the list that the caller holds.

    `file` and `section` say in messages where the mapping stands: `indicators.toml`, `[indicators.staff]`. Each reading
    method gives the value, or the default where the key is absent or its value was at fault, so that reading goes on
    and all faults are found at once.
    """

    def __init__(
        self,
        mapping: Mapping[str, Any],
        file: str,
        section: str,
        findings: list[Finding],
        words: KeyWords = PLAIN_WORDS,
    ) -> None:
        self.mapping, self.file, self.section, self.findings, self.words = mapping, file, section, findings, words
        self.requested_keys: list[str] = []

    def add_fault(self, fault: str, remedy: str = "", key: str = "") -> None:
        """Report a fault of this mapping, or of one key in it."""
        where = " ".join(part for part in (self.section, key) if part)
        self.findings.append(Finding(DEFINITION, fault, remedy, self.file, column=where))

    def get_value(self, key: str, *types: type, default: Any = None) -> Any:
        """The value of `key`, where it is of one of `types` (of any, where none are given)."""
        self.requested_keys.append(key)
        value = self.mapping.get(key)
        if value is None:
            return default
        if types and type(value) not in types and not _has_type(value, types):
            words = dict.fromkeys(_TYPE_WORDS[type_] for type_ in types)
            wanted = "a whole number" if types == (int,) else " or ".join(words)
            self.add_fault(f"expected {wanted}, found {type_word(value)}", self.words.describe_form(key, value), key)
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
        if value is not None and not _is_computable(value):
            self.add_fault(_UNCOMPUTABLE, key=key)
            return default
        return value

    def get_numbers(self, key: str) -> tuple[int | Decimal, ...]:
        """A list of numbers that one can compute with."""
        numbers = tuple(self._valid_items(key, self.get_value(key, list, default=[]), int, Decimal))
        if not all(map(_is_computable, numbers)):
            self.add_fault(_UNCOMPUTABLE, key=key)
            return ()
        return numbers

    def get_date(self, key: str) -> date | None:
        """A day, without a time."""
        value = self.get_value(key, date)
        if isinstance(value, datetime):
            self.add_fault("expected a date without a time", "write it like 2018-01-01", key)
            return None
        return value if isinstance(value, date) else None

    def get_flag(self, key: str, default: bool = False) -> bool:
        """True or false."""
        value: bool = self.get_value(key, bool, default=default)
        return value

    def get_choice(self, key: str, choices: Iterable[str], default: str = "") -> str:
        """A text that is one of `choices`."""
        value = self.get_text(key, default)
        if value == default or value in (known := tuple(choices)):
            return value
        self.add_fault(f'unknown value "{value}"', self.words.suggest_choice(value, known), key)
        return default

    def get_section(self, key: str) -> MappingReader:
        """A mapping inside this one; empty where there is none."""
        mapping = self.get_value(key, dict, default={})
        return MappingReader(mapping, self.file, self._nested_section(key), self.findings, self.words)

    def iterate_sections(self, key: str) -> Iterator[tuple[str, MappingReader]]:
        """The mappings inside the mapping `key`, by name."""
        outer = self.get_section(key)
        for name in outer.mapping:
            if isinstance(outer.get_value(name, dict), dict):
                yield name, outer.get_section(name)

    def with_mapping(self, mapping: Mapping[str, Any]) -> MappingReader:
        """A reader of another mapping, an item of a list say, which messages call by the same section."""
        return MappingReader(mapping, self.file, self.section, self.findings, self.words)

    def with_section(self, section: str) -> MappingReader:
        """A reader of the same mapping, which messages call by another section."""
        return MappingReader(self.mapping, self.file, section, self.findings, self.words)

    def report_unknown_keys(self) -> None:
        """Report the keys that nobody has asked for."""
        for key in self.mapping:
            if key not in self.requested_keys:
                self.add_fault(f'unknown key "{key}"', self.words.suggest_key(key, self.requested_keys))

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
                self.add_fault(f"expected {_TYPE_WORDS[types[0]]}, found {type_word(value)}", key=key)

    def _nested_section(self, key: str) -> str:
        """`[indicators.staff.published]` in TOML, `people.schema.fields[0].constraints` in JSON."""
        if self.section.startswith("["):
            return f"{self.section[:-1]}.{key}]"
        return f"{self.section}.{key}" if self.section else key


def type_word(value: object) -> str:
    """What kind of thing a value of TOML or JSON is, in words."""
    if value is None:
        return "nothing"
    return next((words for type_, words in _TYPE_WORDS.items() if isinstance(value, type_)), "a time")


def _is_computable(number: int | Decimal) -> bool:
    """Whether a number is finite, and no larger or smaller than any that can be read from a cell."""
    exact = Decimal(number)
    return exact.is_finite() and (not exact or abs(exact.adjusted()) <= _MAX_EXPONENT)


def _has_type(value: object, types: tuple[type, ...]) -> bool:
    """Python counts true as a number; a definition does not."""
    return isinstance(value, types) and (not isinstance(value, bool) or bool in types)
