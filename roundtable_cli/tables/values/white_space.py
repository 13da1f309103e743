"""White space in cells: what is taken off a text before it is read, and what may stand between thousands."""

from __future__ import annotations

# What `str.strip` takes off a text, in ASCII and beyond. Engines and the reading of bytes take off the same.
ASCII_WHITESPACE = "\t\n\v\f\r\x1c\x1d\x1e\x1f "
UNICODE_WHITESPACE = (
    "\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
GROUPING_SPACES = " \u00a0\u202f\u2009"  # between thousands: a space, or one that keeps a line together
