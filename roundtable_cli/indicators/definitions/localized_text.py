"""A text that people read, in one or more languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class LocalizedText(NamedTuple):
    """A text in one or more languages, the project's first language first."""

    texts: Mapping[str, str] = MappingProxyType({})

    def __call__(self, language: str) -> str:
        """The text in `language`, else in the project's first language, else in any."""
        return self.texts.get(language) or next(iter(self.texts.values()), "")

    def __hash__(self) -> int:
        return hash(tuple(self.texts.items()))  # a mapping has no hash
