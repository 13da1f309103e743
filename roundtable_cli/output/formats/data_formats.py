"""Data for programs: csv, tsv, json, jsonl, env, and bare values. Values are written in full, never rounded."""

from __future__ import annotations

import csv
import io
import json
import shlex
from collections.abc import Container, Iterator, Sequence
from datetime import date
from decimal import Decimal

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.finding_codes import USAGE
from roundtable_cli.output.formats import shell_variables
from roundtable_cli.output.formats.escaping import escape_formula
from roundtable_cli.output.page import RowStream, TidyData
from roundtable_cli.tables.values import numerals
from roundtable_cli.visible_text import json_escaped, visible_line


def data_text(value: object) -> str:
    """A value as data: `61933`, `2018-11-19`, nothing where there is none; numbers without an exponent."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return numerals.write_decimal(value)
    if isinstance(value, float):
        return numerals.write_float(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def write_csv(data: TidyData, delimiter: str = ",") -> str:
    """RFC 4180, except that lines end as they do in a shell; a text that a spreadsheet would run is made harmless."""
    return "".join(stream_csv(data, delimiter))


def stream_csv(data: TidyData | RowStream, delimiter: str = ",") -> Iterator[str]:
    """As `write_csv`, line by line."""
    yield _delimited_line(data.head, delimiter)
    for row in data.rows:
        yield _delimited_line(row, delimiter)


def write_tsv(data: TidyData) -> str:
    """As `write_csv`, with tabs between the cells."""
    return write_csv(data, "\t")


def stream_tsv(data: TidyData | RowStream) -> Iterator[str]:
    """As `write_tsv`, line by line."""
    return stream_csv(data, "\t")


def write_json(data: TidyData) -> str:
    """An array of objects, one object per line."""
    return "".join(stream_json(data))


def stream_json(data: TidyData | RowStream) -> Iterator[str]:
    """As `write_json`, line by line."""
    before = "[\n"
    for line in _json_objects(data):
        yield f"{before}{line}"
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def write_jsonl(data: TidyData) -> str:
    """One object per line."""
    return "".join(stream_jsonl(data))


def stream_jsonl(data: TidyData | RowStream) -> Iterator[str]:
    """As `write_jsonl`, line by line."""
    return (f"{line}\n" for line in _json_objects(data))


def write_env(data: TidyData) -> str:
    """`ACTIVISTS=106`, to be evaluated by a shell; quoted, so that nothing in the data can run.

    A value that is no number stands in `RT_` and the code; all stand behind a prefix that somebody has chosen. Refused
    for a breakdown, which has several values for a code, and for a variable of a shell or another program.
    """
    codes, values = [str(code) for code in data.column_values("code")], data.column_values("value")
    if len(set(codes)) < len(codes):
        fault = "the format env holds one value for each indicator, not a breakdown"
        raise Refused(Finding(USAGE, fault, "leave out --by, or use -f csv"))
    lines = dict[str, str]()
    for code, value in zip(codes, values, strict=True):
        name = shell_variables.variable_name(code, value, data.variable_prefix)
        _check_variable(name, code, data.variable_prefix, lines)
        lines[name] = f"{name}={shlex.quote(data_text(value))}\n"
    return "".join(lines.values())


def _check_variable(name: str, code: str, prefix: str | None, taken: Container[str]) -> None:
    """Refused where a program acts on a variable, or on that of a code alone, or where another indicator has it."""
    other = "another prefix" if prefix else "a prefix of your own: --prefix MY_"
    remedy = f"begin all variables with {other}; or use -f csv"
    if name in taken:
        raise Refused(Finding(USAGE, f"two indicators would be the variable {name}", remedy))
    for variable in (code.upper(), name) if prefix is None else (name,):
        if shell_variables.is_obeyed_variable(variable, has_chosen_prefix=bool(prefix)):
            raise Refused(Finding(USAGE, f"the shell or another program uses the variable {variable}", remedy))


def write_values(data: TidyData) -> str:
    """The bare values, one per line, whatever a text holds."""
    return "".join(f"{visible_line(data_text(value))}\n" for value in data.column_values("value"))


def _delimited_line(row: Sequence[object], delimiter: str) -> str:
    out = io.StringIO()
    # With "\r\n" as the line end, the writer quotes a cell that holds either of the two; a shell wants "\n" alone.
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(escape_formula(data_text(value)) for value in row)
    return out.getvalue().removesuffix("\r\n") + "\n"


def _json_objects(data: TidyData | RowStream) -> Iterator[str]:
    """Each row as an object. What is not seen is written by its number, which is the same letter to a reader."""
    names = [json.dumps(name, ensure_ascii=False) for name in data.head]
    pairs = ((f"{name}: {_json_value(value)}" for name, value in zip(names, row, strict=True)) for row in data.rows)
    return (json_escaped(f"{{{', '.join(row)}}}") for row in pairs)


def _json_value(value: object) -> str:
    """A value in JSON. A Decimal keeps all its digits: `json` itself would need a float, which may not have them."""
    if isinstance(value, Decimal):
        return data_text(value)
    plain = value.isoformat() if isinstance(value, date) else value
    return json.dumps(plain, ensure_ascii=False, allow_nan=False)
