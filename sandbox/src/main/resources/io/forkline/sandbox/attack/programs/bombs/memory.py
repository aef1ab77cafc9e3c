"""One process, twice what it may have."""
import os

from attempt import escaped, held

LIMIT = int(os.environ["LIMIT_MEMORY"])
kept, got = [], 0
try:
    while got < 2 * LIMIT:
        kept.append(bytearray(b"x") * (8 << 20))
        got += 8 << 20
except MemoryError:
    kept.clear()
    held("ENOMEM at %d MiB, %d are allowed" % (got >> 20, LIMIT >> 20))
escaped("%d MiB of memory" % (got >> 20))
