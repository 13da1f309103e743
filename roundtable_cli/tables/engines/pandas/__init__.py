"""pandas: the default engine. Sources come in, whose files Python reads; frames of numpy and pandas go out.

It reads for the other engines too, what is small for them and what they can't read.
"""
