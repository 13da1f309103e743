"""What a calculated column is made of in its own row (`of`): names of columns, and constants, numbers or dates."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from roundtable_cli.indicators.definitions.framework import CalculatedColumn, Operand
from roundtable_cli.mapping_reader import MappingReader, type_word


def parse_operands(value: Any) -> tuple[Operand, ...]:
    """The names and constants of a list, or one name. Raises ValueError where one is something else."""
    return tuple(map(_parse_operand, [value] if isinstance(value, str) else value))


def _parse_operand(value: Any) -> Operand:
    if isinstance(value, datetime) and value.tzinfo:
        raise ValueError("the time has a time zone; write the local time without it")
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal | date):
        raise ValueError(f"expected a column, a number or a date, found {type_word(value)}")
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
    days = [constant for constant in constants if isinstance(constant, date)]
    if not (traits.needs_numbers or traits.needs_order):
        fault, remedy = f"{measure} counts what columns hold, and {constants[0]} is no column", "name columns alone"
    elif traits.needs_numbers and days:
        fault, remedy = f"{days[0]} is a date; {measure} needs numbers", "write a number, or name a column"
    elif 0 < len(days) < len(constants):
        fault = f"{days[0]} is a date, and another constant is a number; {measure} needs all numbers or all dates"
        remedy = "write constants of one type"
    elif not calculated.row_columns:
        fault, remedy = "there is no column, only constants", "name a column, in quotes"
    else:
        return
    reader.add_fault(fault, remedy, "of")
