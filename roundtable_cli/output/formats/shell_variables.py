"""The variables of a shell that results may set: none that a shell or another program runs, obeys or keeps for itself.

A variable can do harm in three ways. A text in it can be run or read as an option: so a text gets a prefix of ours. The
shell itself may act on its name: these names are known, and few. Other programs may: their variables begin with the
program's name, or end as such variables do; and what this environment holds already, some program has put there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from decimal import Decimal

TEXT_PREFIX = "RT_"
# What bash, dash, ksh, zsh and fish act on, or do not keep, and what the programs that they start read without a name
# of their own before it.
_KNOWN_NAMES = """
    PATH IFS HOME ENV SHELL CDPATH LANG LANGUAGE TERM USER LOGNAME PWD OLDPWD RANDOM SRANDOM SECONDS LINENO PPID UID
    EUID GID EGID GROUPS DIRSTACK HISTCMD HISTFILE HISTSIZE HISTFILESIZE HISTCONTROL HISTIGNORE HISTTIMEFORMAT
    HISTCHARS SAVEHIST SHELLOPTS EPOCHSECONDS EPOCHREALTIME OPTIND OPTARG OPTERR MAIL MAILPATH MAILCHECK TMOUT FCEDIT
    HISTEDIT EDITOR VISUAL FUNCNAME FUNCNEST PIPESTATUS REPLY COLUMNS LINES HOST HOSTNAME HOSTTYPE HOSTFILE MACHTYPE
    OSTYPE CPUTYPE VENDOR POSIXLY_CORRECT GLOBIGNORE GLOBSORT FIGNORE EXECIGNORE INPUTRC SHLVL TZ TZDIR TMPDIR TMP
    TEMP TMPPREFIX IGNOREEOF TIMEFORMAT TIMEFMT COPROC MAPFILE COMPREPLY CHILD_MAX EMACS INSIDE_EMACS AUTO_RESUME ARGC
    ARGV FPATH MANPATH MANOPT MANROFFOPT NULLCMD READNULLCMD PSVAR RPROMPT SPROMPT RPS1 RPS2 KEYTIMEOUT KEYBOARD_HACK
    LISTMAX LOGCHECK REPORTTIME REPORTMEMORY STTY TTY TTYIDLE USERNAME WATCH WATCHFMT WORDCHARS ZDOTDIR ZBEEP
    DIRSTACKSIZE ERRNO TRY_BLOCK_ERROR TRY_BLOCK_INTERRUPT JOBMAX CMD_DURATION PAGER MANPAGER BROWSER DISPLAY
    XAUTHORITY PRINTER DATEMSK CLASSPATH INFOPATH GOPATH GOROOT GOFLAGS LESS LESSOPEN LESSCLOSE LESSKEY LESSSECURE
    RUBYOPT RUBYLIB PERLLIB PGHOST PGPORT PGUSER PGDATA PGOPTIONS PGPASSFILE TCLLIBPATH NLSPATH LOCPATH TERMINFO
    TERMCAP COMSPEC PATHEXT WINDIR SYSTEMROOT MAKE MAKELEVEL CC CXX LS_COLORS NO_COLOR FORCE_COLOR CLICOLOR
    VIRTUAL_ENV VIRTUAL_ENV_PROMPT PS_FORMAT PS_PERSONALITY FISH_VERSION FISH_HISTORY
""".split()
# With an underscore behind it.
_PROGRAM_NAMES = """
    AWS AZURE BASH CARGO CLOUDSDK COMP CONDA CURL DBUS DEBIAN DOCKER DOTNET DYLD FZF GCONV GIT GITHUB GLIBC GNUPG
    GOOGLE GPG GREP GTK HTTP HTTPS FTP JAVA JDK KDE KSH KUBE LC LD LESS_TERMCAP LIBC MALLOC MYSQL NIX NODE NPM OPENSSL
    PERL PIP POETRY PYENV PYTHON QT RPM RT_STATS RUBY RUST RUSTUP SSH SSL SUDO SYSTEMD UV VIM WGET WSL XDG ZSH
""".split()
_GLUED_PROGRAM_NAMES = ("BASH", "PYTHON", "PERL5", "_")
_PROGRAM_ENDINGS = """
    _PATH _PRELOAD _OPTIONS _OPTS _FLAGS CFLAGS CPPFLAGS CXXFLAGS LDFLAGS MAKEFLAGS _COMMAND _SHELL _EDITOR _PAGER
    _ASKPASS _PROXY _HOOK _STARTUP _BROWSER _CONFIG _CONFIG_FILE _CA_BUNDLE _DIRS
""".split()
_PROMPT = re.compile(r"PS\d+|PROMPT\w*")
_NUMBER = re.compile(r"[+-]?\d*\.?\d*(?:e[+-]?\d+)?")


def variable_name(code: str, value: object, prefix: str | None = None) -> str:
    """The variable for an indicator's value: its code in capitals, behind a prefix where that is a text or a date.

    A `prefix` that somebody has chosen stands before numbers too.
    """
    is_number = value is None or isinstance(value, (int, float, Decimal))
    usual = "" if is_number else TEXT_PREFIX
    return (usual if prefix is None else prefix) + code.upper()


def is_obeyed_variable(
    name: str, environment: Mapping[str, str] | None = None, has_chosen_prefix: bool = False
) -> bool:
    """Whether a shell or another program acts on a variable of this name.

    Endings tell that only of a name that comes from the definitions alone: who chooses a prefix names no program.

    What the environment holds as a number, or behind our prefix, may come from us: a script may run twice in one shell.
    """
    held = "" if name.startswith(TEXT_PREFIX) else (os.environ if environment is None else environment).get(name, "")
    return (
        name in _KNOWN_NAMES
        or name.startswith((*_GLUED_PROGRAM_NAMES, *(f"{program}_" for program in _PROGRAM_NAMES)))
        or (name.endswith(tuple(_PROGRAM_ENDINGS)) and not has_chosen_prefix)
        or bool(_PROMPT.fullmatch(name))
        or not _NUMBER.fullmatch(held)
    )
