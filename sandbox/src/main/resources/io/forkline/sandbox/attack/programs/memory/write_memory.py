import ctypes
import os

from attempt import call, none_works

ADDRESS = int(os.environ["CANARY_ADDRESS"])


class Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


def by_call():
    buffer = ctypes.create_string_buffer(b"overwritten")
    local, remote = Vector(ctypes.addressof(buffer), 11), Vector(ADDRESS, 11)
    call("process_vm_writev", int(os.environ["CANARY_PID"]), ctypes.byref(local), 1, ctypes.byref(remote), 1, 0)


def by_file(pid):
    with open("/proc/%s/mem" % pid, "r+b", buffering=0) as memory:
        memory.seek(ADDRESS)
        memory.write(b"overwritten")


none_works([("process_vm_writev", by_call)] + [("/proc/%s/mem" % pid, lambda pid=pid: by_file(pid)) for pid in (os.environ["CANARY_PID"], "1")])
