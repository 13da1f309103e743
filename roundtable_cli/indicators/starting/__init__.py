"""The first `indicators.toml` of a project: indicators and dimensions drafted from the tables, and written to edit."""
