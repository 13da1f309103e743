"""The process that reads workbooks for another one, which may end it at any moment: see `reading_process`.

It is started with few modules and reads the bytes of one workbook after the other, until it is sent none. It is
limited: where a workbook takes more memory, or more of a processor's time, than one of its size needs, the system ends
it. Windows has no such limits, and macOS none of memory; there `reading_process` ends it when it takes too long.
"""

from __future__ import annotations

import gc
import os
import signal
import sys

from roundtable_cli.errors import Refused
from roundtable_cli.tables.reading.workbooks import workbook_content
from roundtable_cli.tables.reading.workbooks.separate_process import messages

_MAX_MEMORY_BYTES = 4 * 2**30
_LEAST_SECONDS, _SECONDS_PER_MIB = 4.0, 0.5  # of a processor, for a workbook and for each MiB of it, unpacked


def serve_requests() -> None:
    """Answer requests until there are no more: to each the seconds that it may take, then what is read."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it even within calamine
    gc.disable()
    _limit_memory()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    messages.send_object(answers, True)
    while (content := messages.receive_bytes(requests)) is not None:
        seconds = _LEAST_SECONDS + workbook_content.unpacked_size(content) / 2**20 * _SECONDS_PER_MIB
        _limit_time(seconds)
        messages.send_object(answers, seconds)
        messages.send_object(answers, _answer_request(content))
    os._exit(0)  # nothing is left to do; to free all objects one by one takes time


def _answer_request(content: bytes) -> object:
    """What is in a workbook; a refusal where it can't be read."""
    try:
        return workbook_content.read_workbook_content(content)
    except Refused as refused:
        return refused


def _limit_memory() -> None:
    """No more memory than a large workbook takes, and no file that a crash leaves behind."""
    if sys.platform != "win32":
        import resource

        _lower_limit(resource.RLIMIT_AS, _MAX_MEMORY_BYTES)
        _lower_limit(resource.RLIMIT_CORE, 0)


def _limit_time(seconds: float) -> None:
    """From now on no more of a processor's time than this."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _lower_limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 1)


def _lower_limit(kind: int, limit: int) -> None:
    """Sets a limit, unless the system already has a lower one that nobody may raise."""
    import resource

    _, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
