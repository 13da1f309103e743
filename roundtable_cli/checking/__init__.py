"""What is wrong with files, with a project, and with what its definitions say of its records.

In come files, or the tables and definitions of a project; out comes a `Report` on each file, with findings. Nothing is
refused here: a check that can't read its table is answered with why. A new check is a module of its own and a line in
FILE_CHECKS, TABLE_CHECKS or DEFINITION_CHECKS. How findings are shown is the business of `output`, and what is wrong
with single cells and keys is found in `tables.checks` and `tables.quality`.
"""
