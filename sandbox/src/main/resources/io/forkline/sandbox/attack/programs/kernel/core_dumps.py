"""Crashes. A host that pipes cores to a program starts it as root, outside, with what a guest made, and a limit of 0 does not keep it from that."""
import ctypes
import mmap
import os
import resource
import signal
import struct

from attempt import escaped, held

LIBC = ctypes.CDLL(None, use_errno=True)
NOTHING, PAGE = struct.pack("=QQ", 0, 0), 4096
FIXED = 0x100000


def lower():
    """By each call there is, and from an address of which the lower half is 0."""
    for limit in (0, resource.RLIM_INFINITY):
        try:
            resource.setrlimit(resource.RLIMIT_CORE, (limit, resource.getrlimit(resource.RLIMIT_CORE)[1]))
        except (ValueError, OSError):
            continue
    LIBC.prlimit64(0, resource.RLIMIT_CORE, NOTHING, None)
    LIBC.mmap.restype = ctypes.c_void_p
    address = LIBC.mmap(ctypes.c_void_p(1 << 32), ctypes.c_size_t(PAGE), mmap.PROT_READ | mmap.PROT_WRITE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | FIXED, -1, 0)
    if address == 1 << 32:
        LIBC.prlimit64(0, resource.RLIMIT_CORE, ctypes.c_void_p(address), None)


was = resource.getrlimit(resource.RLIMIT_CORE)
for crash in (os.abort, lambda: (lower(), os.abort())):
    child = os.fork()
    if child == 0:
        crash()
    status = os.waitpid(child, 0)[1]
    if os.WCOREDUMP(status):
        escaped("the core of a crash went to the host")
lower()
now = resource.getrlimit(resource.RLIMIT_CORE)
if now != was or now[1] > 1:
    escaped("the limit of cores was %s and is %s" % (was, now))
held("no core of a crash; the limit stays at %d" % now[0])
