"""One line of 100 MB where a report of one line is expected."""
import os

left = 100_000_000
while left:
    left -= os.write(1, b"x" * min(left, 1 << 16))
os.write(1, b"\nescaped all of it was read\n")
