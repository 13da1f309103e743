"""Long calls of numpy and pandas: what they give, and that one waits for them in Python."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pandas as pd
import pytest

from roundtable_cli.tables.reading.bulk import interruptible_calls
from roundtable_cli.tables.reading.bulk.interruptible_calls import factorize_values


@pytest.mark.parametrize("large", [1, 100])
def test_many_values_are_factorized_as_few_are(monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    """Codes by first appearance, and the different values."""
    monkeypatch.setattr(interruptible_calls, "_LARGE_LENGTH", large)
    codes, distinct = factorize_values(np.array([7, 3, 7, 9, 3], dtype=np.uint64))
    assert codes.tolist() == [0, 1, 0, 2, 1]
    assert distinct.tolist() == [7, 3, 9]


def test_many_values_are_factorized_in_another_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a signal, which only the first one hears, finds that waiting; memory that is too little is told there."""
    threads = list[threading.Thread]()

    def fail(_: Any) -> None:
        threads.append(threading.current_thread())
        raise MemoryError

    monkeypatch.setattr(interruptible_calls, "_LARGE_LENGTH", 1)
    monkeypatch.setattr(pd, "factorize", fail)
    with pytest.raises(MemoryError):
        factorize_values(np.arange(3))
    assert threads
    assert threads[0] is not threading.main_thread()
