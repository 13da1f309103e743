"""Excel workbooks: a page comes in, the bytes of an .xlsx file go out.

What a cell holds, and how it looks, is settled in `cell_writer`; `sheet_content` says what stands on which sheet.
"""
