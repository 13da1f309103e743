"""Reports as they were sent, kept in files, and what has moved since.

A project and a name come in; a frozen report goes out: its values, the definitions, and marks of the rows that tell
later which of them are new or changed. How a report is written for a reader does not belong here.
"""
