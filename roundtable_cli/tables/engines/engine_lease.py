"""How long a project's engine keeps what it has read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from roundtable_cli.errors import EngineFailure
from roundtable_cli.tables.engines import registry

if TYPE_CHECKING:
    from roundtable_cli.tables.engines.engine import Engine


class EngineLease:
    """The engine of a project, and how long it keeps what it has read: one computation, or to the end of a `with`."""

    def __init__(self, name: str, memory: int | None) -> None:
        self._name, self._memory = name, memory
        self._open_contexts = 0  # `with` blocks of the project that have begun and not ended

    @cached_property
    def engine(self) -> Engine:
        """The engine, which connects to nothing before it is asked for rows, and anew after it was closed."""
        return registry.create_engine(self._name, self._memory)

    def extend(self) -> None:
        """Keep what is read to the end of a `with`."""
        self._open_contexts += 1

    def end(self) -> None:
        """One `with` has ended."""
        self._open_contexts -= 1
        self._give_back()

    @contextmanager
    def computing(self) -> Iterator[Engine]:
        """The engine for one computation."""
        try:
            yield self.engine
        except EngineFailure:
            self.engine.close()  # it begins anew, should it be asked again
            raise
        finally:
            self._give_back()

    def _give_back(self) -> None:
        if self._open_contexts:
            self.engine.drop_unused()
        else:
            self.engine.close()
