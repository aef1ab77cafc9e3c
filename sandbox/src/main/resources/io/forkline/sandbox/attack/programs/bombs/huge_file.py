"""A file of 1 TiB without content, and one that the kernel allocates."""
import os
import signal

from attempt import none_works

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
FILE = os.open("/tmp/huge", os.O_CREAT | os.O_RDWR)


def write_at(offset):
    os.pwrite(FILE, b"x", offset)


none_works([("truncate", lambda: os.ftruncate(FILE, 1 << 40)), ("fallocate", lambda: os.posix_fallocate(FILE, 0, 1 << 34)), ("a write at 1 TiB", lambda: write_at(1 << 40))])
