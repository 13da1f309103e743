"""The commands of `rt-stats`, a module for each, imported only when the command is asked for.

A command reads its options, calls `Project`, and writes the answer. A new command is a module here and its name in
`COMMAND_NAMES` of `cli/main.py`; what several commands share stands one folder up.
"""
