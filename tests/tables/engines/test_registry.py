"""The engines by name: which there are, what memory they take, and that nothing else knows them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import roundtable_cli
from roundtable_cli.errors import Refused
from roundtable_cli.tables.engines import registry

PACKAGE = Path(roundtable_cli.__file__).parent
ROOM = PACKAGE / "tables" / "engines"


@pytest.mark.parametrize(
    ("written", "size"),
    [("1400MB", 1_400_000_000), ("2GiB", 2**31), ("1.5 GB", 1_500_000_000), (" 1t ", 10**12), ("512000K", 512_000_000)],
)
def test_an_amount_of_memory(written: str, size: int) -> None:
    """In the units of thousands and of 1024, in any case, with a decimal point or without."""
    assert registry.parse_memory(written) == size


@pytest.mark.parametrize("written", ["much", "", "2", "GB", "-2GB", "2 GB GB", "1,5GB", "2PB"])
def test_what_is_no_amount_of_memory(written: str) -> None:
    """It is told with what would be one."""
    with pytest.raises(ValueError, match="write for example 1400MB or 2GiB"):
        registry.parse_memory(written)


@pytest.mark.parametrize(
    ("name", "memory", "told"),
    [
        ("duckbd", None, 'no engine "duckbd" — did you mean "duckdb"?'),
        ("pandas", 10**9, "--memory limits duckdb only, and the engine is pandas"),
        ("duckdb", registry.MIN_MEMORY - 1, "is too little — duckdb needs 500 MB or more"),
        ("duckdb", registry.MAX_MEMORY + 1, "is more than any machine has"),
        ("duckdb", "2GB", "'2GB' is not a number of bytes"),
    ],
)
def test_what_no_engine_takes(name: str, memory: int | None, told: str) -> None:
    """It is refused before anything is imported."""
    with pytest.raises(Refused, match=told.replace("?", r"\?")):
        registry.check_engine_name(name, memory)


@pytest.mark.parametrize("name", registry.engine_names())
def test_each_engine_is_made_by_its_name(name: str) -> None:
    """None of them opens a connection before it is asked for rows."""
    engine = registry.create_engine(name, registry.MIN_MEMORY if name == "duckdb" else None)
    assert type(engine).__module__ == f"roundtable_cli.tables.engines.{name}.engine"
    engine.close()


def test_no_module_imports_an_engine() -> None:
    """The registry imports the one that is asked for; what they share is in `sql/` and in the contract."""
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for name in registry.engine_names()
        if f"{node.module}.".startswith(f"roundtable_cli.tables.engines.{name}.")
        and not path.is_relative_to(ROOM / name)
    }
    assert users == set()
