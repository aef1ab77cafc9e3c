"""Folders in one another, far deeper than a path is long: whoever removes them by recursion falls over. Ends well; the end of the fork is judged."""
import os

from attempt import held, name

os.chdir("/tmp")
made = 0
try:
    for made in range(100_000):
        os.mkdir("d")
        os.chdir("d")
except OSError as refused:
    held("%s at depth %d" % (name(refused), made))
held("depth %d" % made)
