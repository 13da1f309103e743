"""The engines there are, by name; nothing else in the house knows their names."""

from __future__ import annotations

import re

from roundtable_cli.errors import USAGE, Finding, Refused, suggest_nearest
from roundtable_cli.tables.engines.engine import Engine

DEFAULT_ENGINE = "pandas"
ENGINE_NAMES = ("pandas", "duckdb", "spark")
# Bytes that DuckDB and all around it take to start, and more than any machine has.
MIN_MEMORY, MAX_MEMORY = 500 * 10**6, 10**15
_MEMORY_PATTERN = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT])(i?)B?", re.IGNORECASE)


def parse_memory(written: str) -> int:
    """A number of bytes from a text: 1400MB, 2GiB, 1.5 GB. Raises ValueError, with the fault in words."""
    match = _MEMORY_PATTERN.fullmatch(written.strip())
    if not match:
        raise ValueError(f'"{written}" is not an amount of memory; write for example 1400MB or 2GiB')
    return int(float(match[1]) * (1024 if match[3] else 1000) ** ("KMGT".index(match[2].upper()) + 1))


def check_engine_name(name: str, memory: int | None = None) -> None:
    """Refused where there is no engine called so, or where it takes no such memory, in bytes."""
    if name not in ENGINE_NAMES:
        raise Refused(Finding(USAGE, f'no engine "{name}"', suggest_nearest(name, ENGINE_NAMES), column="--engine"))
    if memory is not None and name != "duckdb":
        fault = f"--memory limits duckdb only, and the engine is {name}"
        raise Refused(Finding(USAGE, fault, "remove --memory, or add --engine duckdb"))
    if memory is None:
        return
    if not isinstance(memory, int):
        fault = f"{memory!r} is not a number of bytes"
        raise Refused(Finding(USAGE, fault, f"write for example {2 * 10**9}", column="--memory"))
    if not MIN_MEMORY <= memory <= MAX_MEMORY:
        fault = f"{memory / 10**6:.0f} MB of memory is "
        fault += "too little" if memory < MIN_MEMORY else "more than any machine has"
        remedy = f"duckdb needs {MIN_MEMORY // 10**6} MB or more: --memory 2GB"
        raise Refused(Finding(USAGE, fault, remedy, column="--memory"))


def create_engine(name: str, memory: int | None = None) -> Engine:
    """The engine called so; `memory`, in bytes, is what DuckDB may take. Refused where it is not installed."""
    check_engine_name(name, memory)
    # Each engine brings a heavy library: only the one that computes is imported, and pandas, which reads for all.
    from roundtable_cli.tables.engines.pandas.engine import PandasEngine

    try:
        if name == "duckdb":
            from roundtable_cli.tables.engines.duckdb.engine import DuckDBEngine

            return DuckDBEngine(PandasEngine(), memory)
        if name == "spark":
            from roundtable_cli.tables.engines.spark.engine import SparkEngine

            return SparkEngine(PandasEngine())
    except ModuleNotFoundError:
        remedy = f"install it: pip install 'roundtable-cli[{name}]'"
        raise Refused(Finding(USAGE, f"the engine {name} is not installed", remedy, column="--engine")) from None
    return PandasEngine()
