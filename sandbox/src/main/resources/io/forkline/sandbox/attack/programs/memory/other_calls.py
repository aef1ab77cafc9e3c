"""Calls that compare, advise and end other processes through descriptors of them."""
import ctypes
import os
import struct

from attempt import call, none_works

SAME_FILE, COLD = 0, 20
CANARY = int(os.environ["CANARY_PID"])


OWN = ctypes.create_string_buffer(8192)


def advise(pid, address):
    call("process_madvise", call("pidfd_open", pid, 0), struct.pack("=QQ", address & ~4095, 4096), 1, COLD, 0)


none_works(
    [("comparing with %d" % pid, lambda pid=pid: call("kcmp", os.getpid(), pid, SAME_FILE, 0, 0)) for pid in (1, CANARY)]
    + [("advising %d" % pid, lambda pid=pid: advise(pid, int(os.environ["CANARY_ADDRESS"]))) for pid in (1, CANARY)]
    + [("advising itself", lambda: advise(os.getpid(), ctypes.addressof(OWN) + 4096)), ("reaping", lambda: call("process_mrelease", call("pidfd_open", 1, 0), 0))]
)
