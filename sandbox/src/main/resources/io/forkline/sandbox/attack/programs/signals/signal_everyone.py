"""Everyone who can be signalled, by kill(-1), by groups, and one by one. Its own children do not count."""
import os
import signal

from attempt import escaped, held

signal.signal(signal.SIGUSR2, signal.SIG_IGN)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
for target in (-1, 0):
    try:
        os.kill(target, signal.SIGTERM)
    except OSError:
        pass
reached = []
for pid in list(range(2, 70_000)) + [int(os.environ["CANARY_PID"])]:
    if pid == os.getpid():
        continue
    try:
        os.kill(pid, signal.SIGUSR2)
        reached.append(pid)
    except OSError:
        pass
if reached:
    escaped("signalled %s" % reached[:5])
held("ESRCH for each of 70,000 process ids")
