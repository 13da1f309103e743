"""Workbooks: the sheets of an Excel or OpenDocument file as tables, read with calamine.

In come the bytes of a workbook, out goes a `SheetFile`, which is read as any other `TableFile`. What the value of a
cell means for a field does not belong here, but in `values/workbook_value.py`.
"""
