"""Workbooks are read in a process of its own, so that a damaged one can neither end this program nor keep it for ever.

In come the bytes of a workbook, out go the contents of its sheets, or a refusal. How workbooks are read does not belong
here, but in `workbook_content`, which runs in the other process.
"""
