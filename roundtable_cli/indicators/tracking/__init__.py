"""Results against what is planned. Results and a plan come in, the lines of the tracking table go out.

How the lines are laid out and coloured is the matter of `output`.
"""
