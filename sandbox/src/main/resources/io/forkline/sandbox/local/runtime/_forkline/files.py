"""Files in and out of a cell, by its init. Only regular files: opening a FIFO would wait for whoever opens its other end."""

import os
import stat

_CHUNK = 1 << 16
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_NONBLOCK | os.O_CLOEXEC


class _NotRegular(Exception):
    pass


def write(sock, message, descriptors):
    def copy():
        os.makedirs(os.path.dirname(message["path"]), exist_ok=True)
        with _open(message["path"], _WRITE) as file:
            file.truncate(0)
            while chunk := content.read(_CHUNK):
                file.write(chunk)
        return {"written": True}

    with os.fdopen(descriptors[0], "rb") as content:
        content.seek(0)
        return _try(copy)


def read(sock, message, descriptors):
    def copy():
        with _open(message["path"], _READ) as file:
            left = message["maxBytes"]
            while left > 0 and (chunk := file.read(min(left, _CHUNK))):
                content.write(chunk)
                left -= len(chunk)
        return {"read": True}

    with os.fdopen(descriptors[0], "wb") as content:
        return _try(copy)


def _open(path, flags):
    descriptor = os.open(path, flags, 0o644)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise _NotRegular()
    return os.fdopen(descriptor, "rb" if flags == _READ else "wb")


def _try(copy):
    try:
        return copy()
    except _NotRegular:
        return {"refused": "not a regular file"}
    except OSError as failed:
        return {"refused": os.strerror(failed.errno)}
