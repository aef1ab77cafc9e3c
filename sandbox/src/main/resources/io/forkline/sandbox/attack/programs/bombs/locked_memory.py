"""Memory that is never given back while it is locked."""
import ctypes
import os
import resource

from attempt import escaped, held

LIBC = ctypes.CDLL(None, use_errno=True)
LIMIT = int(os.environ["LIMIT_MEMORY"])
soft, hard = resource.getrlimit(resource.RLIMIT_MEMLOCK)
LIBC.mmap.restype = ctypes.c_void_p
area = LIBC.mmap(None, ctypes.c_size_t(2 * LIMIT), 3, 0x22, -1, 0)
if area not in (None, ctypes.c_void_p(-1).value):
    if LIBC.mlock(ctypes.c_void_p(area), ctypes.c_size_t(2 * LIMIT)) == 0:
        escaped("%d MiB locked in memory" % (2 * LIMIT >> 20))
held("%s; %d KiB are allowed" % (os.strerror(ctypes.get_errno()), soft >> 10))
