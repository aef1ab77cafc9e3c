"""Overwrites the program that runs, or that PID 1 runs, through /proc: so did CVE-2019-5736."""
import os

from attempt import none_works


def overwrite(path):
    os.close(os.open(path, os.O_WRONLY))
    return "open for writing"


def by_descriptor():
    here = os.open("/proc/self/exe", os.O_RDONLY)
    os.close(os.open("/proc/self/fd/%d" % here, os.O_RDWR | os.O_TRUNC))
    return "open for writing"


none_works(
    [(path, lambda path=path: overwrite(path)) for path in ("/proc/self/exe", "/proc/1/exe")] + [("by a descriptor", by_descriptor)]
)
