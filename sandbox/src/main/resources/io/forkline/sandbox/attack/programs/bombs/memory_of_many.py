"""Many processes, each below its own limit, together above."""
import os
import time

from attempt import escaped, held

LIMIT, SHARE = int(os.environ["LIMIT_MEMORY"]), 24 << 20
wanted = 2 * LIMIT // SHARE
told, tell = os.pipe()
for _ in range(wanted):
    try:
        if os.fork() == 0:
            kept = bytearray(b"x") * SHARE
            os.write(tell, b"x")
            time.sleep(60)
    except OSError as refused:
        held("%s before the memory ran out" % refused)
had = 0
while had < wanted:
    had += len(os.read(told, 1))
escaped("%d processes hold %d MiB, %d are allowed" % (had, had * SHARE >> 20, LIMIT >> 20))
