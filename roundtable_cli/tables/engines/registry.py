"""The engines there are, by name."""

from __future__ import annotations

from roundtable_cli.errors import USAGE, Finding, Refused, suggest_nearest
from roundtable_cli.tables.engines.engine import Engine

DEFAULT_ENGINE = "pandas"


ENGINE_NAMES = ("pandas", "duckdb", "spark")


MIN_DUCKDB_MEMORY = 500_000_000  # bytes that DuckDB takes to start, and what is around it


def check_engine_name(name: str, memory: int | None = None) -> None:
    """Refused where there is no engine called so, or it takes no such memory."""
    if name not in ENGINE_NAMES:
        raise Refused(Finding(USAGE, f'no engine "{name}"', suggest_nearest(name, ENGINE_NAMES), column="--engine"))
    if memory is not None and name != "duckdb":
        raise Refused(Finding(USAGE, f"--memory is what duckdb may take, and the engine is {name}"))
    if memory is not None and not (isinstance(memory, int) and memory >= MIN_DUCKDB_MEMORY):
        fault = f"{memory!r} is no number of bytes, {MIN_DUCKDB_MEMORY} or more"
        raise Refused(Finding(USAGE, fault, "give it what it takes to start", column="--memory"))


def create_engine(name: str, memory: int | None = None) -> Engine:
    """The engine called so; `memory`, in bytes, is what DuckDB may take. Refused where it is not installed."""
    check_engine_name(name, memory)
    try:
        if name == "duckdb":
            from roundtable_cli.tables.engines.duckdb.engine import DuckDBEngine

            return DuckDBEngine(memory)
        if name == "spark":
            from roundtable_cli.tables.engines.spark.engine import SparkEngine

            return SparkEngine()
    except ModuleNotFoundError:
        remedy = f"install it: pip install 'roundtable-cli[{name}]'"
        raise Refused(Finding(USAGE, f"the engine {name} is not installed", remedy, column="--engine")) from None
    from roundtable_cli.tables.engines.pandas.engine import PandasEngine

    return PandasEngine()
