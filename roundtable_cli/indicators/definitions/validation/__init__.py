"""Whether definitions make sense by themselves, before any file of data is opened.

What was read of `indicators.toml` comes in, faults with their sections and keys go out. Whether the tables have the
columns that definitions name is looked at in `binding`.
"""
