"""From a descriptor for reading to one for writing, and to shared memory that is written back."""
import fcntl
import mmap
import os

from attempt import none_works

FILE = os.open("/target/file", os.O_RDONLY)


def reopen():
    os.write(os.open("/proc/self/fd/%d" % FILE, os.O_RDWR), b"x")


def shared_memory():
    with mmap.mmap(FILE, 1, mmap.MAP_SHARED, mmap.PROT_READ | mmap.PROT_WRITE) as memory:
        memory[0:1] = b"x"


def change_flags():
    fcntl.fcntl(FILE, fcntl.F_SETFL, os.O_RDWR | os.O_APPEND)
    os.write(FILE, b"x")


none_works([("reopening", reopen), ("shared memory", shared_memory), ("flags", change_flags), ("size", lambda: os.ftruncate(FILE, 0)), ("mode", lambda: os.fchmod(FILE, 0o777))])
