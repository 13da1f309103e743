"""`datapackage.json`, a Data Package v2, read into tables and fields and written from them.

In comes a folder, out go a `DataPackage` and the faults of its description, all at once; and the other way round.
No row of a table is read here.
"""
