"""What the rows of a recount sheet were drawn from, as each of them says it: the words of the command."""

from __future__ import annotations

import hashlib
import shlex
from typing import NamedTuple

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.finding_codes import USAGE
from roundtable_cli.indicators.definitions.conditions import (
    Condition,
    InRange,
    IsMissing,
    OneOf,
    WhereTest,
    parse_where_option,
)

_MARK_BYTES = 6  # so few that nobody is tempted to write one, and enough to tell a row that was not drawn
_HEX_AS_LETTERS = str.maketrans("0123456789abcdef", "bcdfghjklmnpqrst")  # spreadsheets make numbers of digits


class RecountRequest(NamedTuple):
    """Which rows were drawn: `size` of each category, by a `seed`, of those that an indicator counts."""

    code: str
    size: int
    seed: int
    by: tuple[str, ...] = ()
    where: tuple[WhereTest, ...] = ()
    period: str | None = None

    @property
    def text(self) -> str:
        """As a row says it. Refused where a condition is none that a command can write."""
        words = [self.code]
        words += [word for name in self.by for word in ("--by", name)]
        words += [word for test in self.where for word in ("--where", _write_condition(test))]
        words += ["--period", self.period] if self.period else []
        return shlex.join([*words, "--sample", str(self.size), "--seed", str(self.seed)])


def parse_request(text: str) -> RecountRequest:
    """The request that a row of a sheet names. Raises ValueError where it is none."""
    code, *words = shlex.split(text)
    options: dict[str, list[str]] = {"--by": [], "--where": [], "--period": [], "--sample": [], "--seed": []}
    for name, value in zip(words[::2], words[1::2], strict=True):
        if name not in options:
            raise ValueError(name)
        options[name].append(value)
    (size,), (seed,) = options["--sample"], options["--seed"]
    where = tuple(parse_where_option(written) for written in options["--where"])
    period = next(iter(options["--period"]), None)
    return RecountRequest(code, int(size), int(seed), tuple(options["--by"]), where, period)


def mark_row(*texts: str) -> str:
    """A few letters that tell whether a row of a sheet stands as it was drawn: its request, its place, its category."""
    message = "\0".join(texts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(message, digest_size=_MARK_BYTES).hexdigest().translate(_HEX_AS_LETTERS)


def _write_condition(test: WhereTest) -> str:
    match test:
        case Condition(name, IsMissing(wanted)):
            return f"{name}{'' if wanted else '!'}="
        case Condition(name, OneOf(values, wanted)):
            return f"{name}{'' if wanted else '!'}={','.join(map(_quote_value, map(str, values)))}"
        case Condition(name, InRange(low, high, False, False)):
            return f"{name}={'' if low is None else low}..{'' if high is None else high}"
    fault = "a sample is drawn with conditions that --where can write, and this is another"
    raise Refused(Finding(USAGE, fault, "write it into the definition of the indicator"))


def _quote_value(value: str) -> str:
    is_plain = value == value.strip() and not {",", '"'} & {*value} and ".." not in value
    return value if is_plain else '"{}"'.format(value.replace('"', '""'))
