"""A project that is there already is given more: files that are added, and what was decided or found out about its own.

In come a project's folder with its tables, and files; what goes out is written into its definition files, and a line
says what. How tables and columns are proposed is the business of the room above, and nothing is overwritten here.
"""
