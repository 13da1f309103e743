"""Explanations laid out: the steps and rows behind a value as a page, as data, and as an audit workbook."""
