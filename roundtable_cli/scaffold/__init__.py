"""A project proposed from files alone: what `rt-stats init` writes, and what other commands use where it was not run.

In come files of records; out come a schema for each table, dimensions and indicators, as objects and as the texts of
datapackage.json and indicators.toml. All of it is a draft for a person to edit: whatever is not certain is left out.
How files are read and what their columns look like is found in `tables`; what an indicator means, in `indicators`.
"""
