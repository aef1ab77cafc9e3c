"""Locked memory, message queues, semaphores and pending signals are lists in the kernel."""
import ctypes
import os
import resource

from attempt import escaped, held

LIBC = ctypes.CDLL(None, use_errno=True)
LIMIT, MOST = int(os.environ["LIMIT_MEMORY"]), 200_000
facts = []
soft, hard = resource.getrlimit(resource.RLIMIT_MEMLOCK)
LIBC.mmap.restype = ctypes.c_void_p
area = LIBC.mmap(None, ctypes.c_size_t(2 * LIMIT), 3, 0x22, -1, 0)
if area not in (None, ctypes.c_void_p(-1).value):
    if LIBC.mlock(ctypes.c_void_p(area), ctypes.c_size_t(2 * LIMIT)) == 0:
        escaped("%d MiB locked in memory" % (2 * LIMIT >> 20))
facts.append("no locked memory above %d KiB" % (soft >> 10))
made, timer = 0, ctypes.c_void_p()
while made < MOST and LIBC.timer_create(1, None, ctypes.byref(timer)) == 0:
    made += 1
if made == MOST:
    escaped("%d timers" % made)
facts.append("%s at %d timers" % (os.strerror(ctypes.get_errno()), made))
held("; ".join(facts))
