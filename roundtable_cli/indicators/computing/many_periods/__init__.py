"""The answers of an indicator in many periods, worked out together: what is counted once is added up from the start.

An indicator's rows and the periods come in; its answers in each period, and in each to date, go out. They are those of
one period at a time (`windows`), which stays the way of what can't be added up.
"""
