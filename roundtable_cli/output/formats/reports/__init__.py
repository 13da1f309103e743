"""Whole reports as files: a module per format, each a function from a `ReportDocument` to a text or bytes.

No number is computed or formatted here. A new format is a module here, and a `report_writer` in the registry.
"""
