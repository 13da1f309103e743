"""Reports kept as they were sent.

A project and a name come in; a frozen report goes out, and the file that keeps it: values, definitions, digests of
files, and marks of rows.
"""
