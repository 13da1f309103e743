"""Conditions on rows, from a `where` of the definitions or from `--where`. A row must meet all of them.

In a file: `name = value`, `= [a, b]`, `= { not = v }`, `= { min = 1, max = 9 }`, `= { above = 0, below = 9 }`,
`= { missing = true }`, `= { above = { column = "other" } }`, and `any = [{ … }, { … }]`, of which one mapping must
hold. On the command line: `name=value`, `name=a,b`, `name!=v`, `age=18..24`, `name=`, `name!=`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from roundtable_cli.indicators.definitions.validation.other_words import suggest_condition
from roundtable_cli.mapping_reader import Scalar

COLUMN = "column"  # the key that names another column of the row, in the place of a value
IS, NOT, MIN, MAX, ABOVE, BELOW = RELATIONS = ("is", "not", "min", "max", "above", "below")
CONDITION_KEYS = (NOT, MIN, MAX, ABOVE, BELOW, "missing", COLUMN)
ANY = "any"  # the key of conditions of which one must hold; a column may be called so too
_VALUE_WORDS = "a value must be text, a number, a date, true or false"
_ANY_EXAMPLE = 'any = [{ sex = "f" }, { age = { below = 18 } }]'
# What to do where a condition is on a column `any`, and there is none.
ANY_REMEDY = (
    "any takes a list of conditions in indicators.toml, of an indicator or of a category of a dimension; "
    f"write {_ANY_EXAMPLE}"
)


class OneOf(NamedTuple):
    """The value is one of these; or, if not `wanted`, none of them, which is so for a missing value too."""

    values: tuple[Scalar, ...]
    wanted: bool = True


class InRange(NamedTuple):
    """The value lies between two bounds, either of which may be None; a strict bound is itself outside."""

    low: Scalar | None = None
    high: Scalar | None = None
    low_strict: bool = False
    high_strict: bool = False

    def contains(self, value: Any) -> bool:
        """Whether a value lies between the bounds, which are of its type."""
        low, high = self.low, self.high
        is_above = low is None or (value > low if self.low_strict else value >= low)
        return is_above and (high is None or (value < high if self.high_strict else value <= high))


class IsMissing(NamedTuple):
    """The value is missing; or, if not `wanted`, it is not."""

    wanted: bool = True


class ComparedWith(NamedTuple):
    """The value stands to that of another column of the row in one of the `RELATIONS`; never where one is missing."""

    column: str
    relation: str = IS


ValueTest = OneOf | InRange | IsMissing | ComparedWith


class Condition(NamedTuple):
    """A test of what one name stands for. Values of TOML have types; those of `--where` are texts, read later."""

    name: str
    test: ValueTest
    has_typed_values: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """The names of what it reads: the one that it tests, and that of the column which this is compared with."""
        return (self.name, self.test.column) if isinstance(self.test, ComparedWith) else (self.name,)

    @property
    def named_values(self) -> tuple[Scalar, ...]:
        """The values that it names; none of a range, or where it asks only whether there is a value."""
        return self.test.values if isinstance(self.test, OneOf) else ()

    def with_named_values(self, values: Iterable[Scalar]) -> Condition:
        """The condition with these values instead of its own; wanted or not, as its own are."""
        is_wanted = not isinstance(self.test, OneOf) or self.test.wanted
        return self._replace(test=OneOf(tuple(values), is_wanted))


class AnyOf(NamedTuple):
    """Groups of conditions of which at least one must hold; of a group, all of its conditions."""

    groups: tuple[tuple[Condition | AnyOf, ...], ...]


WhereTest = Condition | AnyOf


def flatten_conditions(where: Iterable[WhereTest]) -> Iterator[Condition]:
    """All the conditions on one name, also those within an `any`, in the order in which they are written."""
    for test in where:
        if isinstance(test, Condition):
            yield test
        else:
            for group in test.groups:
                yield from flatten_conditions(group)


def parse_where_table(where: Mapping[str, Any]) -> tuple[WhereTest, ...]:
    """The conditions of a `where` in TOML or Python. Raises ValueError, with the fault in words."""
    tests = list[WhereTest]()
    for name, value in where.items():
        if name == ANY and _is_list_of_groups(value):
            tests.append(_parse_groups(value))
        else:
            tests += (Condition(name, test) for test in _parse_tests(name, value))
    return tuple(tests)


def _is_list_of_groups(value: Any) -> bool:
    """Whether the value of `any` is a list of conditions, and no value of a column that is called so."""
    if isinstance(value, Mapping) and value and not set(CONDITION_KEYS).issuperset(value):
        raise ValueError(f"any takes a list; write {_ANY_EXAMPLE}")
    return isinstance(value, list | tuple) and (not value or any(isinstance(item, Mapping) for item in value))


def _parse_groups(groups: Iterable[Any]) -> AnyOf:
    parsed = tuple(parse_where_table(group) if isinstance(group, Mapping) else () for group in groups)
    if not parsed:
        raise ValueError(f"any has no conditions; write some, as in {_ANY_EXAMPLE}")
    if not all(parsed):
        raise ValueError(f"any has a part without conditions; write each as in {_ANY_EXAMPLE}")
    return AnyOf(parsed)


def parse_scalars(value: Any) -> tuple[Scalar, ...]:
    """The values of a list, or one value. Raises ValueError where one is not text, a number, a date, true or false."""
    return tuple(_check_scalar("is", item) for item in (value if isinstance(value, list) else [value]))


def parse_where_option(written: str) -> Condition:
    """The condition that one `--where` writes. Raises ValueError, with the fault in words."""
    name, equals, value = written.partition("=")
    name, negated = name.removesuffix("!").strip(), name.endswith("!")
    if (sign := re.search("[<>]", name)) and (not equals or name.endswith((">", "<"))):  # a heading may hold them
        raise ValueError(_describe_sign(written, name[: sign.start()].strip() or "age"))
    if not equals or not name:
        raise ValueError(
            f"\"{written}\" has no \"=\"; write NAME=VALUE in quotes, for example 'sex=female' or 'age=18..24', "
            "and 'age=18..' for 18 and above"
        )
    value = value.strip()
    if not value:
        return Condition(name, IsMissing(not negated), has_typed_values=False)
    low, dots, high = value.partition("..")
    if dots and not negated and not value.startswith('"'):
        return Condition(name, InRange(low.strip() or None, high.strip() or None), has_typed_values=False)
    values = tuple(_split_values(value))
    if not values:
        raise ValueError(f'"{written}" has no value; write {name}= for rows where it is blank')
    return Condition(name, OneOf(values, not negated), has_typed_values=False)


def _describe_sign(written: str, name: str) -> str:
    """What to write in place of `<` and `>`, of which a shell makes a file, for a range and for another column."""
    ranges = f"write a range as NAME=VALUE in quotes, '{name}=18..24', or '{name}=18..' for 18 and above"
    compared = f'where = {{ {name} = {{ above = {{ column = "…" }} }} }}'
    return f'"{written}": {ranges}; two columns are compared in indicators.toml, {compared}'


def _split_values(text: str) -> Iterator[str]:
    """Values between commas; one that holds a comma stands in double quotes."""
    for quoted, bare in re.findall(r'\s*(?:"((?:[^"]|"")*)"\s*|([^,]*))(?:,|$)', text)[: text.count(",") + 1]:
        value = quoted.replace('""', '"') if quoted else bare.strip()
        if value:
            yield value


def _parse_tests(name: str, value: Any) -> Iterator[ValueTest]:
    if isinstance(value, list | tuple):
        if not value:
            raise ValueError(f"{name} = [] matches no row; write at least one value")
        yield OneOf(tuple(_check_scalar(name, item) for item in value))
    elif isinstance(value, Mapping):
        yield from _parse_test_table(name, value)
    else:
        yield OneOf((_check_scalar(name, value),))


def _parse_test_table(name: str, value: Mapping[str, Any]) -> Iterator[ValueTest]:
    for key in value:
        if key not in CONDITION_KEYS:
            raise ValueError(f'{name}: no condition "{key}" — {suggest_condition(name, key, CONDITION_KEYS)}')
    if not value:
        raise ValueError(f"{name} = {{}} has no condition; write a value, or for example {{ min = 18 }}")
    if ("min" in value and "above" in value) or ("max" in value and "below" in value):
        raise ValueError(f"{name}: two limits on one side; use min or above, max or below")
    compared = {key: other for key, other in value.items() if key == COLUMN or isinstance(other, Mapping)}
    for key, other in compared.items():
        yield _parse_comparison(name, key, {COLUMN: other} if key == COLUMN else other)
    yield from _parse_values(name, {key: other for key, other in value.items() if key not in compared})


def _parse_comparison(name: str, key: str, other: Mapping[str, Any]) -> ComparedWith:
    """The comparison with another column of the row."""
    example = (
        f'write {name} = {{ {key} = {{ column = "…" }} }}' if key != COLUMN else f'write {name} = {{ column = "…" }}'
    )
    if key not in {COLUMN, *RELATIONS}:
        raise ValueError(f"{name}: {key} can't be taken from a column; it takes true or false")
    if [*other] != [COLUMN] or not isinstance(other[COLUMN], str) or not other[COLUMN]:
        raise ValueError(f"{name}: {_VALUE_WORDS}; to compare with another column, {example}")
    return ComparedWith(other[COLUMN], IS if key == COLUMN else key)


def _parse_values(name: str, value: Mapping[str, Any]) -> Iterator[ValueTest]:
    """The tests of a mapping that compares with values."""
    if "not" in value:
        unwanted = value["not"] if isinstance(value["not"], list | tuple) else [value["not"]]
        yield OneOf(tuple(_check_scalar(name, item) for item in unwanted), wanted=False)
    if "missing" in value:
        if not isinstance(value["missing"], bool):
            raise ValueError(f"{name}: missing must be true or false")
        yield IsMissing(value["missing"])
    low, high = value.get("min", value.get("above")), value.get("max", value.get("below"))
    if low is not None or high is not None:
        low, high = (None if bound is None else _check_scalar(name, bound) for bound in (low, high))
        yield InRange(low, high, "above" in value, "below" in value)


def _check_scalar(name: str, value: Any) -> Scalar:
    if isinstance(value, datetime) and value.tzinfo:
        raise ValueError(f"{name}: the time has a time zone; write the local time without it")
    if isinstance(value, Scalar) and value == value:  # noqa: PLR0124 - NaN is not itself
        return value
    raise ValueError(f"{name}: {_VALUE_WORDS}")
