"""The engines there are, by name."""

from __future__ import annotations

from roundtable_cli.errors import Finding, Refused, nearest
from roundtable_cli.tables.engines.engine import Engine

DEFAULT = "pandas"


NAMES = ("pandas", "duckdb", "spark")


LEAST_MEMORY = 500_000_000  # bytes that DuckDB takes to start, and what is around it


def check(name: str, memory: int | None = None) -> None:
    """Refused where there is no engine called so, or it takes no such memory."""
    if name not in NAMES:
        raise Refused(Finding("usage", f'no engine "{name}"', nearest(name, NAMES), column="--engine"))
    if memory is not None and name != "duckdb":
        raise Refused(Finding("usage", f"--memory is what duckdb may take, and the engine is {name}"))
    if memory is not None and not (isinstance(memory, int) and memory >= LEAST_MEMORY):
        fault = f"{memory!r} is no number of bytes, {LEAST_MEMORY} or more"
        raise Refused(Finding("usage", fault, "give it what it takes to start", column="--memory"))


def named(name: str, memory: int | None = None) -> Engine:
    """The engine called so; `memory`, in bytes, is what DuckDB may take. Refused where it is not installed."""
    check(name, memory)
    try:
        if name == "duckdb":
            from roundtable_cli.tables.engines.duckdb.engine import DuckDB

            return DuckDB(memory)
        if name == "spark":
            from roundtable_cli.tables.engines.spark.engine import Spark

            return Spark()
    except ModuleNotFoundError:
        remedy = f"install it: pip install 'roundtable-cli[{name}]'"
        raise Refused(Finding("usage", f"the engine {name} is not installed", remedy, column="--engine")) from None
    from roundtable_cli.tables.engines.pandas.engine import Pandas

    return Pandas()
