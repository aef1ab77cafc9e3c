"""Reads the memory of the canary, at the address where it keeps its secret."""
import ctypes
import os

from attempt import call, none_works

PID, ADDRESS, BYTES = int(os.environ["CANARY_PID"]), int(os.environ["CANARY_ADDRESS"]), 32


class Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


def read():
    buffer = (ctypes.c_char * BYTES)()
    local, remote = Vector(ctypes.addressof(buffer), BYTES), Vector(ADDRESS, BYTES)
    call("process_vm_readv", PID, ctypes.byref(local), 1, ctypes.byref(remote), 1, 0)
    return buffer.raw.decode(errors="replace")


none_works([("process_vm_readv", read)])
