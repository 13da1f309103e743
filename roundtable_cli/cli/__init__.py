"""How it is asked: a module for each command of `rt-stats` in `commands`, and the options and progress they share.

A command line comes in, an exit code goes out; answers go to standard output or a file, faults to standard error. Only
here is click known. A command computes nothing and lays nothing out: it asks `project` and `output`.
"""
