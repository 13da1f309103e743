"""The engines there are. A new engine is a folder beside this module, and a line in ENGINES."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from roundtable_cli.errors import Finding, Refused, suggest_nearest
from roundtable_cli.finding_codes import USAGE

if TYPE_CHECKING:  # it brings narwhals, which the options of the command line do without
    from roundtable_cli.tables.engines.engine import Engine


class EngineKind(NamedTuple):
    """One engine.

    `engine_class` is `module.Class` in this folder. One that `hands_down` is given another engine for the files that it
    does not read itself; one that `takes_memory` is given the number of bytes that it may use. The extra of this
    package that installs its library has its name.
    """

    name: str
    engine_class: str
    hands_down: bool = True
    takes_memory: bool = False

    def create(self, memory: int | None = None) -> Engine:
        """The engine. Raises ModuleNotFoundError where its library is not installed."""
        module, _, name = self.engine_class.rpartition(".")
        # Imported only now: each engine brings a heavy library, and only the one that computes is needed.
        make = getattr(import_module(f"{__package__}.{module}"), name)
        others = [find_engine(DEFAULT_ENGINE).create()] if self.hands_down else []
        engine: Engine = make(*others, *([memory] if self.takes_memory else []))
        return engine


ENGINES = (
    EngineKind("pandas", "pandas.engine.PandasEngine", hands_down=False),
    EngineKind("duckdb", "duckdb.engine.DuckDBEngine", takes_memory=True),
    EngineKind("spark", "spark.engine.SparkEngine"),
)
DEFAULT_ENGINE = "pandas"
# Bytes that DuckDB and all around it take to start, and more than any machine has.
MIN_MEMORY, MAX_MEMORY = 500 * 10**6, 10**15
_MEMORY_PATTERN = r"(?i)(\d+(?:\.\d+)?)\s*([KMGT])(i?)B?"  # compiled when it is needed: most runs do without


def parse_memory(written: str) -> int:
    """A number of bytes from a text: 1400MB, 2GiB, 1.5 GB. Raises ValueError, with the fault in words."""
    match = re.fullmatch(_MEMORY_PATTERN, written.strip())
    if not match:
        raise ValueError(f'"{written}" is not an amount of memory; write for example 1400MB or 2GiB')
    size = float(match[1]) * (1024 if match[3] else 1000) ** ("KMGT".index(match[2].upper()) + 1)
    return int(min(size, 2 * MAX_MEMORY))  # digits without end make no whole number


def engine_names() -> tuple[str, ...]:
    """The names of the engines, the default one first."""
    return tuple(kind.name for kind in ENGINES)


def find_engine(name: str) -> EngineKind:
    """The engine called so. Refused where there is none."""
    for kind in ENGINES:
        if kind.name == name:
            return kind
    names = engine_names()
    raise Refused(Finding(USAGE, f'no engine "{name}"', suggest_nearest(name, names), column="--engine"))


def check_engine_name(name: str, memory: int | None = None) -> None:
    """Refused where there is no engine called so, or where it takes no such memory, in bytes."""
    if not find_engine(name).takes_memory and memory is not None:
        limited = " and ".join(kind.name for kind in ENGINES if kind.takes_memory)
        fault = f"--memory limits {limited} only, and the engine is {name}"
        raise Refused(Finding(USAGE, fault, f"remove --memory, or add --engine {limited}"))
    if memory is None:
        return
    if not isinstance(memory, int):
        fault = f"{memory!r} is not a number of bytes"
        raise Refused(Finding(USAGE, fault, f"write for example {2 * 10**9}", column="--memory"))
    if not MIN_MEMORY <= memory <= MAX_MEMORY:
        fault = f"{memory / 10**6:.0f} MB of memory is "
        fault += "too little" if memory < MIN_MEMORY else "more than any machine has"
        remedy = f"{name} needs {MIN_MEMORY // 10**6} MB or more: --memory 2GB"
        raise Refused(Finding(USAGE, fault, remedy, column="--memory"))


def create_engine(name: str, memory: int | None = None) -> Engine:
    """The engine called so; `memory`, in bytes, is what it may take. Refused where it is not installed."""
    check_engine_name(name, memory)
    try:
        return find_engine(name).create(memory)
    except ModuleNotFoundError:
        remedy = f"install it: pip install 'roundtable-cli[{name}]'"
        raise Refused(Finding(USAGE, f"the engine {name} is not installed", remedy, column="--engine")) from None
