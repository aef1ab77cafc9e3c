"""Starts and ends processes without a pause, and leaves zombies: process ids of the host run out where nobody counts."""
import os
import time

from attempt import escaped, held

LIMIT = int(os.environ["LIMIT_PROCESSES"])
made, zombies, most, end = 0, 0, 0, time.monotonic() + 2
while time.monotonic() < end:
    try:
        child = os.fork()
    except BlockingIOError:
        zombies = 0
        try:
            while True:
                os.waitpid(-1, 0)
        except ChildProcessError:
            continue
    if child == 0:
        os._exit(0)
    made += 1
    zombies += 1
    most = max(most, zombies)
    if zombies > 4 * LIMIT:
        escaped("%d zombies at once" % zombies)
held("EAGAIN at %d zombies, in %d rounds" % (most, made))
