"""Times of a day and lengths of time as people write them with colons: 08:30, 8:30 PM, 26:15."""

from __future__ import annotations

import re

_FRACTION = r"(?:\.[0-9]+)?"
CLOCK_TIME = rf"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9]{_FRACTION})?(?:\s*[AaPp]\.?[Mm]\.?)?"  # a time of a day
HOURS_AND_MINUTES = r"[0-9]{1,4}:[0-5][0-9](?::[0-5][0-9])?"  # a length of time, also of more than a day
MICROSECONDS = 10**6  # of a second
_PARTS = re.compile(rf"([0-9]{{1,4}}):([0-9]{{2}})(?::([0-9]{{2}})({_FRACTION}))?\s*([AaPp]?)\.?(?:[Mm]\.?)?")
_HALF_DAY = 12  # hours
_MAX_DECIMALS = 6  # of a second
_NO_TIME = "is no time like 09:30"


def parse_clock_time(text: str) -> int:
    """The microseconds from midnight, or the length of a time, that a text writes. Raises ValueError for another text.

    24:00 is the end of a day. With AM or PM the hours are 1 to 12.
    """
    text = text.strip()
    if not (re.fullmatch(CLOCK_TIME, text) or re.fullmatch(HOURS_AND_MINUTES, text)):
        raise ValueError(_NO_TIME)
    found = _PARTS.fullmatch(text)
    if found is None:
        raise ValueError(_NO_TIME)
    hours, minutes, seconds, fraction, half = found.groups()
    hour = int(hours)
    if half:
        if not 1 <= hour <= _HALF_DAY:
            raise ValueError("has AM or PM, and no hour from 1 to 12")
        hour = hour % _HALF_DAY + (_HALF_DAY if half in "Pp" else 0)
    decimals = (fraction or "").lstrip(".").rstrip("0")
    if len(decimals) > _MAX_DECIMALS:
        raise ValueError(f"has more than {_MAX_DECIMALS} decimals of a second")
    whole = (hour * 60 + int(minutes)) * 60 + int(seconds or 0)
    return whole * MICROSECONDS + int(decimals.ljust(_MAX_DECIMALS, "0"))
