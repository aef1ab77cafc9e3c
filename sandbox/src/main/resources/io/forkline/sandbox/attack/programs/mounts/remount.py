from attempt import call, none_works

MS_REMOUNT, MS_BIND, ATTR_RDONLY, AT_FDCWD, AT_RECURSIVE = 0x20, 0x1000, 1, -100, 0x8000
PLACES = ("/usr", "/opt/environment", "/target", "/dev/null", "/")


def writable(path):
    import ctypes

    attributes = (ctypes.c_ulonglong * 4)(0, ATTR_RDONLY, 0, 0)
    call("mount_setattr", AT_FDCWD, path.encode(), AT_RECURSIVE, attributes, 32)


none_works(
    [("remounting " + path, lambda path=path: call("mount", b"none", path.encode(), None, MS_REMOUNT | MS_BIND, None)) for path in PLACES]
    + [("attributes of " + path, lambda path=path: writable(path)) for path in PLACES]
)
