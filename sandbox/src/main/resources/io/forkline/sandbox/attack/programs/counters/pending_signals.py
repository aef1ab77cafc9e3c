"""Signals that wait, and timers, which have theirs ready: as many as one user may have, which is some for each megabyte of the host."""
import ctypes
import time

from attempt import escaped, held, name

ALLOWED, MOST = 4096, 100_000
LIBC = ctypes.CDLL(None, use_errno=True)
made, timer = 0, ctypes.c_void_p()
while made < MOST and LIBC.timer_create(1, None, ctypes.byref(timer)) == 0:
    made += 1
refused = OSError(ctypes.get_errno(), "")
time.sleep(1)  # as long as others need to notice
if made > ALLOWED:
    escaped("%d timers" % made)
held("%s at %d timers" % (name(refused), made))
