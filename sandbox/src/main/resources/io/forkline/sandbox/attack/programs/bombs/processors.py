"""More busy processes than the host has processors. What they get is judged by the clock of the kernel."""
import os
import time

from attempt import escaped, held

ALLOWED, COUNT = float(os.environ["LIMIT_CPUS"]), min(16, 2 * (os.cpu_count() or 1) + 2)
began = time.monotonic()
for _ in range(COUNT):
    if os.fork() == 0:
        while time.monotonic() < began + 2.5:
            pass
        os._exit(0)
for _ in range(COUNT):
    os.wait()
times = os.times()
got = (times.children_user + times.children_system) / (time.monotonic() - began)
if got > ALLOWED * 1.5:
    escaped("%d processes got %.1f processors, %.1f are allowed" % (COUNT, got, ALLOWED))
held("%d processes got %.1f processors, %.1f are allowed" % (COUNT, got, ALLOWED))
