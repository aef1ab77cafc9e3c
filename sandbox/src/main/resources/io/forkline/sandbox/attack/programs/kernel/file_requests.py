"""Requests to the file systems and devices below the read-only mounts, which are the host's: each as it would do no harm if it worked."""
import fcntl
import os
import struct

from attempt import none_works

GET_FLAGS, SET_FLAGS, FREEZE, TRIM, ADD_ENTROPY, CLEAR_POOL = 0x80086601, 0x40086602, 0xC0045877, 0xC0185879, 0x40085203, 0x5206
NO_DUMP = 0x40


def flags(path):
    file = os.open(path, os.O_RDONLY)
    had = struct.unpack("=Q", fcntl.ioctl(file, GET_FLAGS, b"\0" * 8))[0]
    fcntl.ioctl(file, SET_FLAGS, struct.pack("=Q", had ^ NO_DUMP))


def ask(path, request, argument=b"\0" * 24):
    fcntl.ioctl(os.open(path, os.O_RDONLY), request, argument)


def attribute(path):
    os.setxattr(path, "user.attempt", b"x")


none_works(
    [("flags of " + path, lambda path=path: flags(path)) for path in ("/target/file", "/usr/bin/env")]
    + [("attributes of " + path, lambda path=path: attribute(path)) for path in ("/target/file", "/usr/bin/env")]
    + [
        ("freezing", lambda: ask("/usr", FREEZE)),
        ("trimming", lambda: ask("/usr", TRIM, struct.pack("=QQQ", 0, 0, 1 << 62))),
        ("false entropy", lambda: ask("/dev/random", ADD_ENTROPY, struct.pack("=iii", 0, 4, 0))),
        ("emptying the pool", lambda: ask("/dev/random", CLEAR_POOL)),
    ]
)
