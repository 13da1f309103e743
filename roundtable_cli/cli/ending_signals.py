"""Signals that end the program: each becomes Ctrl-C, so that what is open is closed and temporary files are removed.

This module is imported before all others of the command line, so it imports next to nothing itself.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Timer, main_thread
from time import monotonic
from typing import Any

EXIT_INTERRUPTED = 128  # and the number of the signal, as shells say it: 130 after Ctrl-C
_SIGNAL_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
_CLEANING_SECONDS = 1.0  # in which a second signal does not disturb what the first one has begun
_RAISED_AGAIN_SECONDS = 0.05
# Each was raised as KeyboardInterrupt when it came; but a library may have swallowed that, so the next step asks here.
received_signals: list[int] = []
_last_raised = [-_CLEANING_SECONDS]
_exit_codes: list[int] = []  # the code with which a signal has ended the program


def run_until_stopped(run: Callable[[], object]) -> None:
    """Calls a function; where a signal ends it, says so in a word and ends the process with the code of that signal.

    From the end of the function on the signals are ignored: the answer is given, and all that is left is to exit.
    """
    atexit.register(_end_process)  # before all others, so it is called after them
    try:
        try:
            sys.unraisablehook = _raise_again
            for number in _ending_signals():
                signal.signal(number, _raise_interrupt)
            run()
        finally:
            for number in _ending_signals():
                signal.signal(number, signal.SIG_IGN)
    except KeyboardInterrupt:
        _print_stopped()
        _exit_codes.append(EXIT_INTERRUPTED + (received_signals or [signal.SIGINT])[0])
        sys.exit(_exit_codes[0])


def _end_process() -> None:
    """Ends the process with the code of the signal, when all else is closed.

    Python would end itself by SIGINT if KeyboardInterrupt came while it evaluated a text, as for a named tuple.
    """
    if _exit_codes:
        os._exit(_exit_codes[0])


def _ending_signals() -> list[int]:
    """The signals that end the program here, without those that whoever started it lets it ignore, as nohup does."""
    numbers = [getattr(signal, name) for name in _SIGNAL_NAMES if hasattr(signal, name)]
    return [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]


def _raise_interrupt(number: int, _frame: object) -> None:
    """What a signal does: it raises KeyboardInterrupt, unless another has done so just before."""
    received_signals.append(number)
    if monotonic() - _last_raised[0] >= _CLEANING_SECONDS:
        _last_raised[0] = monotonic()
        raise KeyboardInterrupt


def _raise_again(unraisable: Any) -> None:
    """What is raised where nothing can be raised is printed; but a signal is raised once more, a moment later.

    So it is where an object is freed, or a module's lock is.
    """
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        _last_raised[0] = -_CLEANING_SECONDS
        timer = Timer(_RAISED_AGAIN_SECONDS, _send_signal, [received_signals.pop()])
        timer.daemon = True
        timer.start()
    else:
        sys.__unraisablehook__(unraisable)


def _send_signal(number: int) -> None:
    """Sends this program a signal, from another thread: to the first one, so that this stops waiting where it does."""
    if sys.platform == "win32":
        signal.raise_signal(number)
    else:
        signal.pthread_kill(main_thread().ident or 0, number)


def _print_stopped() -> None:
    with suppress(OSError, ValueError, AttributeError):  # standard error is closed, or there is none
        sys.stderr.write("stopped\n")
        sys.stderr.flush()
