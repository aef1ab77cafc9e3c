"""Fills every place that can be written."""
import os

from attempt import escaped, held, name

LIMIT = int(os.environ["LIMIT_DISK"])
written, refused = 0, set()
for folder in ("/tmp", "/var/tmp", "/dev/shm", "/home/forkline", "/etc", "/run", "/opt", "/"):
    try:
        for number in range(1000):
            with open("%s/bomb-%d" % (folder, number), "wb", buffering=0) as file:
                for _ in range(4):
                    written += file.write(b"x" * (1 << 20))
            if written > 2 * LIMIT:
                escaped("%d MiB written" % (written >> 20))
    except OSError as failed:
        refused.add(name(failed))
if written > LIMIT:
    escaped("%d MiB written, %d are allowed" % (written >> 20, LIMIT >> 20))
held("%s at %d MiB, %d are allowed" % (" and ".join(sorted(refused)), written >> 20, LIMIT >> 20))
