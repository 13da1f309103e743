"""How long an engine keeps what it has read: one computation, or to the end of the outermost `with`."""

from __future__ import annotations

import pytest

from roundtable_cli.errors import EngineFailure, Finding
from roundtable_cli.finding_codes import ENGINE_FAILURE
from roundtable_cli.tables.engines.engine_lease import EngineLease


class Noted:
    """An engine that notes what is asked of it."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def drop_unused(self) -> None:
        """Note it."""
        self.calls.append("drop")

    def close(self) -> None:
        """Note it."""
        self.calls.append("close")


@pytest.fixture
def lease(monkeypatch: pytest.MonkeyPatch) -> EngineLease:
    """A lease of such an engine."""
    held = EngineLease("pandas", None)
    monkeypatch.setitem(held.__dict__, "engine", Noted())
    return held


def calls(lease: EngineLease) -> list[str]:
    """What was asked of the engine."""
    return lease.engine.calls  # type: ignore[attr-defined, no-any-return]


def test_one_computation_gives_all_back(lease: EngineLease) -> None:
    """Without a `with` nothing is kept after a number was computed."""
    with lease.computing():
        assert calls(lease) == []
    assert calls(lease) == ["close"]


def test_within_a_with_it_keeps_tables_to_the_end_of_the_outermost(lease: EngineLease) -> None:
    """Inner ones give back only what is not used any more."""
    lease.extend()
    lease.extend()
    with lease.computing():
        pass
    lease.end()
    assert calls(lease) == ["drop", "drop"]
    lease.end()
    assert calls(lease) == ["drop", "drop", "close"]


def test_an_engine_that_failed_is_closed(lease: EngineLease) -> None:
    """Whatever is asked of it after that begins anew."""
    lease.extend()
    with pytest.raises(EngineFailure), lease.computing():
        raise EngineFailure(Finding(ENGINE_FAILURE, "it has ended"))
    assert calls(lease) == ["close", "drop"]
