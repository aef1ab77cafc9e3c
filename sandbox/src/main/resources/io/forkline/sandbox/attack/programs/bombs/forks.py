"""Forks from all its children until nothing more comes, and tells how far it came."""
import os
import signal
import time

from attempt import escaped, held, name

LIMIT = int(os.environ["LIMIT_PROCESSES"])
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
told, tell = os.pipe()
os.set_blocking(tell, False)
os.set_blocking(told, False)
first = os.getpid()
end = time.monotonic() + 2
refused = set()
while time.monotonic() < end:
    try:
        if os.fork() == 0:
            os.write(tell, b"x")
    except OSError as failed:
        refused.add(name(failed))
        time.sleep(0.05)
    if not refused and len(os.listdir("/proc")) > 4 * LIMIT:
        break
if os.getpid() != first:
    time.sleep(60)
alive = sum(entry.isdigit() for entry in os.listdir("/proc"))
if alive > LIMIT + 2 or not refused:
    escaped("%d processes" % alive)
held("%s at %d processes, %d are allowed" % (" and ".join(refused), alive, LIMIT))
