"""The guides by name, their sections, and the part of one that a heading names; what to say where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from roundtable_cli.errors import quote_alternatives, suggest_nearest

FOLDER = Path(__file__).parent
ORDER = (
    "start",
    "definitions",
    "files",
    "checks",
    "reports",
    "explain",
    "changes",
    "scripts",
    "large",
    "privacy",
    "developing",
)
HEADING = re.compile(r"(#{1,6}) +(.*\S)")
FENCE = "```"
MAX_NAMED_PARTS = 5  # parts that a message names


class Section(NamedTuple):
    """A heading of a guide, its level (1 for the title), and the text from it to the next of its level or above."""

    heading: str
    level: int
    text: str
    first_line: int
    last_line: int


class UnknownGuideError(LookupError):
    """There is no guide, or no part of it, of that name; `known` are the names that there are."""

    def __init__(self, known: tuple[str, ...]) -> None:
        super().__init__()
        self.known = known


def guide_names() -> tuple[str, ...]:
    """The guides that there are, in the order in which a newcomer reads them."""
    names = [path.stem for path in FOLDER.glob("*.md")]
    return tuple(sorted(names, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name)))


def guide_text(name: str) -> str:
    """The whole Markdown of a guide. Raises `UnknownGuideError`."""
    if name not in guide_names():
        raise UnknownGuideError(guide_names())
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")


def guide_title(name: str) -> str:
    """The guide's first heading: what it is about, in one line."""
    return next(guide_sections(guide_text(name))).heading


def guide_sections(text: str) -> Iterator[Section]:
    """The sections of a guide in order; a `#` inside a fenced block is no heading."""
    lines = text.splitlines()
    found: list[tuple[int, int, str]] = []
    fenced = False
    for number, line in enumerate(lines):
        if line.lstrip().startswith(FENCE):
            fenced = not fenced
        elif not fenced and (match := HEADING.fullmatch(line)):
            found.append((number, len(match[1]), match[2]))
    for index, (start, level, heading) in enumerate(found):
        later = (number for number, other, _ in found[index + 1 :] if other <= level)
        end = next(later, len(lines))
        yield Section(heading, level, "\n".join(lines[start:end]).rstrip() + "\n", start, end)


def heading_words(heading: str) -> tuple[str, ...]:
    """The words by which a heading is found: `[indicators.CODE] rt:key` has rt:key, key, indicators, code and more.

    A heading in words has each of them in the singular too.
    """
    words = [word.casefold() for word in re.split(r"[\s`\[\](){},;|=\"]+", heading) if word]
    parts = [part for word in words for part in re.split(r"[.:/]", word) if part]
    found = [*words, *(word.strip(".:") for word in words), *parts]
    single = [] if heading.startswith("[") else [word.removesuffix("s") for word in found]
    return tuple(dict.fromkeys([*found, *single]))


def guide_part(name: str, topic: str) -> str:
    """The sections of a guide whose heading has all words of `topic`, one below the other.

    A heading that is the topic and nothing else goes before all others; `missing values` finds `missingValues`. Where
    no heading fits, it is the section with a table that explains the topic, as that of measures explains `median`.
    Raises `UnknownGuideError` with the words of the headings where there is none either.
    """
    sections = [section for section in guide_sections(guide_text(name)) if section.level > 1]
    wanted = [word.casefold() for word in topic.split()]
    exact = [section for section in sections if section.heading.strip("`").casefold() == topic.strip().casefold()]
    fitting = exact or [section for section in sections if {*wanted} <= {*heading_words(section.heading)}]
    fitting = fitting or [section for section in sections if "".join(wanted) in heading_words(section.heading)]
    fitting = fitting or _innermost(
        sections, re.compile(rf"^\|[^|\n]*`{re.escape(topic)}`", re.IGNORECASE | re.MULTILINE)
    )
    if not fitting or not wanted:
        raise UnknownGuideError(
            tuple(dict.fromkeys(word for section in sections for word in heading_words(section.heading)))
        )
    outer = (section for section in fitting if not any(_is_inside(section, other) for other in fitting))
    return "\n".join(section.text for section in outer)


def guides_about(topic: str) -> tuple[str, ...]:
    """The guides that have a heading with all words of `topic`."""
    found = []
    for name in guide_names():
        try:
            guide_part(name, topic)
        except UnknownGuideError:
            continue
        found.append(name)
    return tuple(found)


def parts_that_mention(name: str, topic: str) -> tuple[str, ...]:
    """The headings of the innermost sections of a guide that have the whole `topic` in their text, as words."""
    mention = re.compile(rf"(?<!\w){re.escape(topic)}(?!\w)", re.IGNORECASE)
    return tuple(section.heading for section in _innermost(guide_sections(guide_text(name)), mention))


def explain_unknown(name: str, words: str, known: tuple[str, ...]) -> str:
    """What is not there, and where it may be: under a name that is nearly the same, in another guide, or in a text."""
    from difflib import get_close_matches  # only a wrong word needs it

    is_guide = name in guide_names()
    asked = words if is_guide else name
    fault = f'the guide "{name}" has no part "{words}"' if is_guide else f'no guide "{name}"'
    elsewhere = [f"`rt-stats guide {other} {asked}`" for other in guides_about(asked)]
    if elsewhere and (is_guide or not get_close_matches(name, known)):
        return f"{fault}: see {' or '.join(elsewhere)}"
    if is_guide and (mentioned := parts_that_mention(name, words)):
        return f"{fault}: it is mentioned in {quote_alternatives(mentioned[:MAX_NAMED_PARTS])}"
    whole = f"`rt-stats guide {name}` prints all of it" if is_guide else "`rt-stats guide` lists them"
    return f"{fault}: {suggest_nearest(asked, known) or whole}"


def _innermost(sections: Iterable[Section], pattern: re.Pattern[str]) -> list[Section]:
    """The sections with the pattern in their text, without those that have it only in a section inside."""
    having = [section for section in sections if pattern.search(section.text)]
    return [section for section in having if not any(_is_inside(other, section) for other in having)]


def _is_inside(section: Section, other: Section) -> bool:
    """Whether `other` begins before a section and ends with it or later."""
    return other.first_line < section.first_line and section.last_line <= other.last_line
