"""From files to records: bytes, encodings, delimiters and workbooks, and what is no record in them."""
