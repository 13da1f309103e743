"""What a calculated column is made of in its own row (`of`): columns, and constants: numbers, dates, times."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from roundtable_cli.indicators.definitions.framework import CalculatedColumn, Constant, Operand
from roundtable_cli.mapping_reader import MappingReader, type_word


def parse_operands(value: Any) -> tuple[Operand, ...]:
    """The names and constants of a list, or one name. Raises ValueError where one is something else."""
    return tuple(map(_parse_operand, [value] if isinstance(value, str) else value))


def _parse_operand(value: Any) -> Operand:
    if isinstance(value, datetime) and value.tzinfo:
        raise ValueError("the time has a time zone; write the local time without it")
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal | date | time):
        raise ValueError(f"expected a column, a number, a date or a time, found {type_word(value)}; write one of these")
    if isinstance(value, int | Decimal) and not _has_float(Decimal(value)):
        raise ValueError(f"{value} has more digits than can be computed with")
    return value


def _has_float(number: Decimal) -> bool:
    """Whether a number is written out by a float, so that columns can be computed with it exactly."""
    return number.is_finite() and abs(number.adjusted()) < 300 and Decimal(repr(float(number))) == number


def check_constants(calculated: CalculatedColumn, reader: MappingReader) -> None:
    """Add a fault for a constant that the measure can't take, and where there is no column beside constants."""
    measure, traits, constants = calculated.rule.measure, calculated.rule.traits, calculated.constants
    if not constants:
        return
    first, others = _describe_kind(constants[0]), [one for one in constants if isinstance(one, date | time)]
    other_kinds = [kind for kind in map(_describe_kind, constants) if kind != first]
    if not (traits.needs_numbers or traits.needs_order):
        fault, remedy = f"{measure} counts what columns hold, and {constants[0]} is no column", "name columns alone"
    elif traits.needs_numbers and others:
        fault = f"{others[0]} is {_describe_kind(others[0])}; {measure} needs numbers"
        remedy = "write a number, or name a column"
    elif other_kinds:
        fault = f"{constants[0]} is {first}, and another constant is {other_kinds[0]}; {measure} needs one kind"
        remedy = "write constants of one kind"
    elif isinstance(constants[0], time) and not calculated.rule.is_formula:
        fault, remedy = f"{constants[0]} is {first}; {measure} needs numbers or dates", "write a number or a date"
    elif not calculated.row_columns:
        fault, remedy = "there is no column, only constants", "name a column, in quotes"
    else:
        return
    reader.add_fault(fault, remedy, "of")


def _describe_kind(constant: Constant) -> str:
    if isinstance(constant, time):
        return "a time of day"
    return "a date" if isinstance(constant, date) else "a number"
