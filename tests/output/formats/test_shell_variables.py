"""No result sets a variable that a shell or another program runs, obeys or keeps for itself."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roundtable_cli.output.formats import shell_variables

OBEYED = """
    PATH IFS BASH_ENV ENV PROMPT_COMMAND PS1 PS4 PROMPT LD_PRELOAD LD_LIBRARY_PATH DYLD_INSERT_LIBRARIES LC_TIME LC_ALL
    PYTHONPATH PYTHONSTARTUP PYTHON_COLORS GIT_SSH_COMMAND GIT_DIR PERL5OPT NODE_OPTIONS JAVA_TOOL_OPTIONS LESSOPEN
    PAGER EDITOR VISUAL MAKEFLAGS HTTPS_PROXY SSH_ASKPASS RT_STATS_DATA ZDOTDIR TMOUT RANDOM ANY_TOOL_OPTS
""".split()
FREE = "ACTIVISTS GRANTS_USD STAFF_TRAINED RT_LATEST_TRAINING HISTORY GOALS CI_LOW NO_DATA LD MANAGERS P1".split()


@pytest.mark.parametrize("name", OBEYED)
def test_obeyed(name: str) -> None:
    """Names of shells by a list, those of programs by how they begin and end."""
    assert shell_variables.is_obeyed_variable(name, {})


@pytest.mark.parametrize("name", FREE)
def test_free(name: str) -> None:
    """What an indicator may be called."""
    assert not shell_variables.is_obeyed_variable(name, {})


def test_what_the_environment_holds() -> None:
    """A text there is some program's; a number, or what has our prefix, may be from the last run."""
    held = {"X": "/usr/lib", "ACTIVISTS": "106", "NONE": "", "RT_NAME": "Osh"}
    found = {name for name in held if shell_variables.is_obeyed_variable(name, held)}
    assert found == {"X"}


def test_texts_have_a_prefix() -> None:
    """Numbers and what has no value do not."""
    found = [shell_variables.variable_name("x", value) for value in (1, Decimal("0.5"), None, "a", "5")]
    assert found == ["X", "X", "X", "RT_X", "RT_X"]
