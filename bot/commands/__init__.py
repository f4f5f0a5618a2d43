"""The commands of ``onrecord``, a file for each thing it is used for.

What a command needs is imported inside it: `onrecord --help` must answer at once, and torch takes seconds.
"""
