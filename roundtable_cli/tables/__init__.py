"""What the data is: from files to typed tables.

In come files, and what `datapackage.json` says of them; out go tables whose cells are values of declared or inferred
types, and findings about cells, rows and keys. Nothing here knows of indicators: they belong into `indicators`.
"""
