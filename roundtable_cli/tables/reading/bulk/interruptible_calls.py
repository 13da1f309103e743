"""Long calls of numpy and pandas that Ctrl-C needs not wait for: Python hears a signal only between two calls."""

from __future__ import annotations

from threading import Thread
from typing import Any

import pandas as pd

_LARGE_LENGTH = 2**18  # values; fewer are a matter of hundredths of a second


def factorize_values(values: Any) -> tuple[Any, Any]:
    """A code for each value of an array, by first appearance, and the different values, as `pandas.factorize` does.

    Many are factorized in another thread, for which this one can be interrupted while it waits.
    """
    if len(values) < _LARGE_LENGTH:
        return pd.factorize(values)
    outcome: list[Any] = []

    def work() -> None:
        try:
            outcome.append(pd.factorize(values))
        except MemoryError as error:
            outcome.append(error)

    thread = Thread(target=work, daemon=True)  # at the end of the program nobody waits for it
    thread.start()
    thread.join()
    (found,) = outcome
    if isinstance(found, MemoryError):
        raise found
    return found[0], found[1]
