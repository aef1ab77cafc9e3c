"""Writing out all file systems of the host, again and again, holds up all who write there. Asked of a descriptor that is none, the kernel says so."""
import ctypes

from attempt import escaped, held, name

LIBC = ctypes.CDLL(None, use_errno=True)
if LIBC.syncfs(-1) != 0:
    escaped("the kernel got to look at it: " + name(OSError(ctypes.get_errno(), "")))
held("nothing is written out")
