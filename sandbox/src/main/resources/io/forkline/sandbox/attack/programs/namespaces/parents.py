"""Asks namespaces for those above them, which could be joined, and for more of a user namespace: ids, which are given once."""
import fcntl
import os

from attempt import none_works

OWNER, PARENT = 0xB701, 0xB702


def ask(kind, request):
    return os.readlink("/proc/self/fd/%d" % fcntl.ioctl(os.open("/proc/self/ns/" + kind, os.O_RDONLY), request))


def write(name, text):
    file = os.open("/proc/self/" + name, os.O_WRONLY)
    os.write(file, text)


none_works(
    [("owner of " + kind, lambda kind=kind: ask(kind, OWNER)) for kind in ("user", "pid", "cgroup")]
    + [("parent of " + kind, lambda kind=kind: ask(kind, PARENT)) for kind in ("user", "pid")]
    + [(name, lambda name=name: write(name, b"0 0 1")) for name in ("uid_map", "gid_map", "projid_map")]
    + [("groups", lambda: write("setgroups", b"allow"))]
)
