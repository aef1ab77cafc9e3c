import ctypes
import os
import struct

from attempt import call, none_works

LIBC = ctypes.CDLL(None, use_errno=True)


def prctl(*arguments):
    if LIBC.prctl(*arguments) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def raise_all():
    everything = 0xFFFFFFFF
    call("capset", struct.pack("=Ii", 0x20080522, 0), struct.pack("=6I", *[everything] * 6))


def file_capability():
    with open("/tmp/capable", "wb") as file:
        file.write(b"x")
    os.setxattr("/tmp/capable", "security.capability", struct.pack("=5I", 0x02000001, 0xFFFFFFFF, 0, 0xFFFFFFFF, 0))


none_works(
    [
        ("capset", raise_all),
        ("an ambient capability", lambda: prctl(47, 2, 21, 0, 0)),
        ("secure bits", lambda: prctl(28, 1, 0, 0, 0)),
        ("new privileges again", lambda: prctl(38, 0, 0, 0, 0)),
        ("seccomp off", lambda: prctl(22, 0, 0, 0, 0)),
        ("capabilities of a file", file_capability),
    ]
)
