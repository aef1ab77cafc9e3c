import os
import stat

from attempt import none_works

NODES = (("a disk", stat.S_IFBLK, 8, 0), ("memory", stat.S_IFCHR, 1, 1), ("a loop", stat.S_IFBLK, 7, 0), ("fuse", stat.S_IFCHR, 10, 229))


def make(kind, major, minor, folder):
    os.mknod("%s/node-%d-%d" % (folder, major, minor), kind | 0o666, os.makedev(major, minor))


none_works(
    ("%s in %s" % (what, folder), lambda kind=kind, major=major, minor=minor, folder=folder: make(kind, major, minor, folder))
    for what, kind, major, minor in NODES
    for folder in ("/tmp", "/dev/shm")
)
