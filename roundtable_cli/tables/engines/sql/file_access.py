"""How an engine sees the files that Python does not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol


class FileAccess(Protocol):
    """An engine, as its files see it."""

    def parquet_columns(self, path: Path) -> Mapping[str, str]:
        """The columns of a Parquet file, each with its type as the engine calls it."""
        ...

    def has_values(self, path: Path, name: str) -> bool:
        """Whether a column of a Parquet file has a value."""
        ...

    def stream_lines(self, path: Path, most: int | None = None) -> Iterator[bytes]:
        """The lines of a file that is elsewhere, the first of them or all, without their ends."""
        ...

    def stream_rows(self, path: Path) -> Iterator[tuple[int, list[str]]]:
        """The rows of a Parquet file, numbered from 1, values as texts."""
        ...
