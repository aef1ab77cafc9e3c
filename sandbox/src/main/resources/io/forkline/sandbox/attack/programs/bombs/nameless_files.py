"""Memory that belongs to no process and to no file system: files without a name, and System V's segments."""
import ctypes
import os

from attempt import call, escaped, held

LIMIT = int(os.environ["LIMIT_MEMORY"])
kept, got, refused = [], 0, []
LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.memset.restype = ctypes.c_void_p
try:
    while got < LIMIT:
        file = os.memfd_create("bomb")
        for _ in range(4):
            got += os.write(file, b"x" * (4 << 20))
        kept.append(file)
except OSError as failed:
    refused.append("memfd: %s" % failed.strerror)
try:
    while got < 2 * LIMIT:
        segment = call("shmget", 0, 8 << 20, 0o1600)
        address = call("shmat", segment, 0, 0)
        LIBC.memset(ctypes.c_void_p(address), 1, ctypes.c_size_t(8 << 20))
        got += 8 << 20
except OSError as failed:
    refused.append("shm: %s" % failed.strerror)
if got >= 2 * LIMIT:
    escaped("%d MiB of memory that nobody counts" % (got >> 20))
held("%s at %d MiB, %d are allowed" % (" and ".join(refused), got >> 20, LIMIT >> 20))
