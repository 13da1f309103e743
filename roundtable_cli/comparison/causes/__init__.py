"""Why a value has moved.

A frozen report and the project of today come in; for each value that has moved its causes go out, with how much of the
difference each makes.
"""
