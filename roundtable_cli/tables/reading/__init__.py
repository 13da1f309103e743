"""From files to records: bytes, encodings, delimiters and workbooks, and which rows are no records.

In comes the path of a file and its table, out goes a `TableFile`: a header, records as texts, and findings with row
numbers as a spreadsheet shows them. What a text means as a value does not belong here, but in `values` and `inference`.
"""
