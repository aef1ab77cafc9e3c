"""Writes to stdout for as long as anybody reads."""
import os

while True:
    os.write(1, b"a line of a flood, which says nothing and does not end\n" * 1000)
