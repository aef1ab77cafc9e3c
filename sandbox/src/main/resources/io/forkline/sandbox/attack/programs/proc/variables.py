"""Prints the variables of all processes that it can read; outside, they are compared with the host's."""
import os

from attempt import held

read = set()
for pid in {name for name in os.listdir("/proc") if name.isdigit()} | {os.environ["CANARY_PID"], str(os.getppid()), "1"}:
    try:
        with open("/proc/%s/environ" % pid, "rb") as file:
            print(file.read().replace(b"\0", b"\n").decode(errors="replace"))
            read.add(pid)
    except OSError:
        continue
for key, value in os.environ.items():
    print("%s=%s" % (key, value))
held("%d of the processes in sight show theirs, and nothing of the host is among them" % len(read))
