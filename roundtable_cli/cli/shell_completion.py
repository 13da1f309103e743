"""What the shells get of completions: each candidate is one word, and nothing in it is run.

A candidate may be a name out of a file: with spaces, quotation marks, `$` or backticks. zsh and fish quote what they
insert; bash inserts it as it is. What can't be seen can't be typed, and is not offered.
"""

from __future__ import annotations

import os
from typing import Any, ClassVar

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    split_arg_string,
)

from roundtable_cli.visible_text import visible_line

# Bash itself splits words at `=` and `:`, and puts what is chosen in the place of the part behind these.
_BASH_SCRIPT = """\
%(complete_func)s() {
    local IFS=$'\\n' response completion type value
    response=$(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" \
COMP_LINE="${COMP_LINE:0:${COMP_POINT:-0}}" COMP_CURRENT="${COMP_WORDS[COMP_CWORD]}" \
%(complete_var)s=bash_complete "$1")
    while IFS=',' read -r type value; do
        if [[ $type == dir ]]; then
            compopt -o dirnames
        elif [[ $type == file ]]; then
            compopt -o default
        elif [[ $type == plain ]]; then
            COMPREPLY+=("$value")
            [[ $value == *= ]] && compopt -o nospace 2> /dev/null
        fi
    done <<< "$response"
    return 0
}

%(complete_func)s_setup() {
    complete -o nosort -F %(complete_func)s %(prog_name)s
}

%(complete_func)s_setup;
"""
_FISH_SCRIPT = FishComplete.source_template.replace('split ","', 'split -m 1 ","')  # a value may have commas, too
_LINE, _CURRENT_WORD = "COMP_LINE", "COMP_CURRENT"  # what this script hands over; no user sets them
_BASH_SPECIAL = frozenset(" !\"#$&'()*;<>?[\\]^`{|}~")
_IN_DOUBLE_QUOTES = frozenset('"$`\\!')
_END = "\x01"  # stands at the end of a line: the word that has it is the one that is completed


class VisibleCompletions(ShellComplete):
    """Offers only what can be seen, and so typed."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is completed, and that one; none where it is no shell that asks."""
        try:
            return super().get_completion_args()
        except (KeyError, ValueError):  # a variable is missing, or is no number
            return [], ""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """The completions that click finds, but those with letters that can't be seen."""
        found = super().get_completions(args, incomplete)
        return [item for item in found if visible_line(str(item.value)) == item.value]


class BashCompletion(VisibleCompletions, BashComplete):
    """Completion in bash, for which each candidate is quoted as the word that it completes is."""

    source_template: ClassVar[str] = _BASH_SCRIPT

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is completed, and that one, all unquoted."""
        line = os.environ.get(_LINE, "")
        if not line:
            return super().get_completion_args()
        *words, last = split_arg_string(line + _END)
        return words[1:], last.removesuffix(_END)

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """The type of a candidate, and what bash is to insert."""
        if item.type != "plain":
            return super().format_completion(item)
        current = os.environ.get(_CURRENT_WORD, "")
        quote = current[:1] if current[:1] in {"'", '"'} else ""
        return f"plain,{_quote_in_bash(str(item.value)[self._kept_length(current) :], quote)}"

    def _kept_length(self, current: str) -> int:
        """How many letters of the word stay as they are, because bash has split it."""
        _, incomplete = self.get_completion_args()
        if incomplete.startswith("--"):  # `--where=sex=f`
            incomplete = incomplete.partition("=")[2]
        if current in {"=", ":"}:
            return len(incomplete)
        return max(len(incomplete) - len("".join(split_arg_string(current))), 0) if current else 0


class WholeWordCompletions(VisibleCompletions):
    """For a shell that puts a candidate in the place of the whole word: after `--where=` the option is a part of it."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """Candidates that begin as the word does."""
        found = super().get_completions(args, incomplete)
        option, equals, _ = incomplete.partition("=")
        if equals and option.startswith("--"):
            found = [CompletionItem(f"{option}={item.value}", item.type, item.help) for item in found]
        return found


class ZshCompletion(WholeWordCompletions, ZshComplete):
    """Completion in zsh."""


class FishCompletion(WholeWordCompletions, FishComplete):
    """Completion in fish."""

    source_template: ClassVar[str] = _FISH_SCRIPT


def _quote_in_bash(text: str, quote: str) -> str:
    """A text as bash reads it, outside of quotation marks or behind an open one."""
    if quote == "'":
        return text.replace("'", "'\\''")
    special = _IN_DOUBLE_QUOTES if quote else _BASH_SPECIAL
    return "".join(f"\\{letter}" if letter in special else letter for letter in text)


for completion_class in (BashCompletion, ZshCompletion, FishCompletion):
    add_completion_class(completion_class)
