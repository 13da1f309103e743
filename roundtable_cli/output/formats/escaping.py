"""Texts made harmless for the program that reads them: a spreadsheet, a shell, Markdown, LaTeX."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet runs a text that begins so
MARKDOWN_MARKS = "\\|*_`<>[]&~$"
LATEX_MARKS = {mark: f"\\{mark}" for mark in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
}
# Variables that a shell acts on, runs, or does not keep: an indicator of such a code must not set one.
SHELL_VARIABLES = frozenset(
    "PATH IFS HOME ENV SHELL CDPATH LANG LANGUAGE TERM USER LOGNAME PWD OLDPWD RANDOM SRANDOM SECONDS LINENO PPID "
    "UID EUID GROUPS DIRSTACK HISTCMD HISTFILE SHELLOPTS EPOCHSECONDS EPOCHREALTIME PS0 PS1 PS2 PS3 PS4 OPTIND OPTARG "
    "PROMPT_COMMAND OPTERR MAIL MAILPATH MAILCHECK TMOUT FCEDIT EDITOR VISUAL FUNCNAME PIPESTATUS REPLY COLUMNS LINES "
    "HOSTNAME HOSTTYPE MACHTYPE OSTYPE POSIXLY_CORRECT GLOBIGNORE FIGNORE EXECIGNORE INPUTRC SHLVL TZ TMPDIR".split()
)
SHELL_PREFIXES = ("LC_", "LD_", "BASH", "COMP_", "HIST")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could run a text as a formula; a number with a sign is none."""
    if not text.startswith(FORMULA_STARTS):
        return False
    try:
        float(text)
    except ValueError:
        return True
    return False


def escape_formula(text: str) -> str:
    """A text that a spreadsheet would run, behind an apostrophe; any other as it is."""
    return f"'{text}" if is_formula(text) else text


def is_shell_variable(name: str) -> bool:
    """Whether the shell itself uses a variable of this name."""
    return name in SHELL_VARIABLES or name.startswith(SHELL_PREFIXES)


def escape_markdown(text: str) -> str:
    """A text in which no letter means anything to Markdown, on one line."""
    return " ".join("".join(f"\\{letter}" if letter in MARKDOWN_MARKS else letter for letter in text).split("\n"))


def escape_latex(text: str) -> str:
    """A text in which no letter means anything to LaTeX."""
    return "".join(LATEX_MARKS.get(letter, letter) for letter in text)
