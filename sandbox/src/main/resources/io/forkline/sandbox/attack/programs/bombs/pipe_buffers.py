"""Buffers of pipes are the kernel's memory, a megabyte each for the asking."""
import fcntl
import os

from attempt import escaped, held, name

F_SETPIPE_SZ, LIMIT = 1031, int(os.environ["LIMIT_MEMORY"])
kept, filled, refused = [], 0, set()
try:
    while filled < 2 * LIMIT:
        out, into = os.pipe()
        kept.append((out, into))
        os.set_blocking(into, False)
        try:
            fcntl.fcntl(into, F_SETPIPE_SZ, 1 << 20)
        except OSError as failed:
            refused.add(name(failed) + " for a larger pipe")
        try:
            while True:
                filled += os.write(into, b"x" * (1 << 16))
        except BlockingIOError:
            continue
    escaped("%d MiB in pipes" % (filled >> 20))
except OSError as failed:
    refused.add(name(failed))
held("%s at %d MiB in %d pipes" % (" and ".join(sorted(refused)), filled >> 20, len(kept)))
