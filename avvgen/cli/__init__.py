"""The command line: one small module a command, which loads, calls, prints and exits.

Status: 0 good, 1 findings or stale files, 2 wrong usage, 3 a bug of this program.
"""
