"""Instances of inotify are counted for each user of the host, 128 as a rule: with all of them taken, nobody watches a file any more."""
import ctypes
import time

from attempt import escaped, held, name

MOST, ALLOWED = 1000, 32
LIBC = ctypes.CDLL(None, use_errno=True)
made = 0
while made < MOST and LIBC.inotify_init() >= 0:
    made += 1
refused = OSError(ctypes.get_errno(), "")
time.sleep(1)  # as long as others need to notice
if made > ALLOWED:
    escaped("%d instances" % made)
held("%s at %d instances" % (name(refused), made))
