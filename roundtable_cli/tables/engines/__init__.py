"""Engines: each opens a table as a narwhals frame, and gives plain Python rows back."""
