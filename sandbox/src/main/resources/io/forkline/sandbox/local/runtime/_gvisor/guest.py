"""PID 1 of a container: imports the environment's modules, is checkpointed while it waits, and runs commands where it wakes up.

Its word is the guest's word. Only what is handed over with a request is new after a restore: the socket, descriptors, and who we are.
All else is what was checkpointed.
"""

import ctypes
import gc
import importlib
import os
import resource
import signal
import socket
import sys
import traceback

from _forkline import channel, cold, files, kernel, renewal, rootfs, surroundings, warm
from _forkline.script import script_of

from . import paths

_TAIL = 2000
_libc = ctypes.CDLL(None, use_errno=True)
_CAPABILITY_HEADER = (ctypes.c_uint32 * 2)(0x20080522, 0)
_NO_CAPABILITIES = (ctypes.c_uint32 * 6)()


def main():
    sys.path.pop(0)  # our own directory; what we need from it is imported
    sock = socket.socket(fileno=os.dup(0))
    guest = _Guest(sock)
    while True:
        try:
            message, descriptors = channel.receive(sock)
        except (channel.Closed, OSError):
            os._exit(0)
        channel.send(sock, guest.answer(message, descriptors))


class _Guest:
    def __init__(self, sock):
        self._sock, self._warm = sock, False

    def answer(self, message, descriptors):
        return _OPERATIONS[message["op"]](self, message, descriptors)

    def _begin(self, message, descriptors):
        os.chdir(rootfs.ENVIRONMENT)
        self._warm = message["warm"]
        problem = _preload(message["preload"])
        if problem is not None:
            return {"failed": problem[-_TAIL:]}
        if self._warm:
            renewal.prepare()
        _detach_output()
        gc.collect()
        gc.freeze()
        return {"ready": True, "mapped": "\n".join(_mapped_files())}

    def _wake(self, message, descriptors):
        """In a fork, before its first command: a restore keeps the names of the one that was checkpointed."""
        try:
            _rename(message["hostname"])
            for path, content in zip(paths.OWN_FILES, (message["hostname"], message["machineId"])):
                with open(path, "w") as file:
                    file.write(content + "\n")
            _limit(message["limits"], message["addressSpace"])
        except OSError as failed:
            return {"failed": str(failed)}
        return {"awake": True}

    def _run(self, message, descriptors):
        script = script_of(message["argv"]) if self._warm else None
        become = None if script is None else lambda asked, output: _become_script(script, asked, output)
        return cold.run(self._sock, message, descriptors, become)

    def _write(self, message, descriptors):
        return files.write(self._sock, message, descriptors)

    def _read(self, message, descriptors):
        return files.read(self._sock, message, descriptors)


def _become_script(script, message, descriptors):
    """In a child of the process that was checkpointed. Never returns."""
    try:
        cold.start(descriptors)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        os.chdir(rootfs.ENVIRONMENT)
        surroundings.replace(cold.variables(message))
        renewal.renew()
        warm.open_streams()
        warm.run(script)
    finally:
        os._exit(1)


def _preload(modules):
    """What went wrong, for people; None when nothing did. That a module leaves nothing behind has been verified by the build."""
    sys.path.insert(0, rootfs.ENVIRONMENT)
    try:
        for module in modules:
            importlib.import_module(module)
    except BaseException as failed:
        shown = "".join(traceback.format_exception_only(type(failed), failed)).strip()
        return "preload of %s failed: %s" % (module, shown)
    finally:
        sys.path.remove(rootfs.ENVIRONMENT)
    return None


def _mapped_files():
    """A checkpoint has no pages of theirs: whoever restores it reads them from the same files again, if they are the same."""
    with open("/proc/self/maps") as maps:
        paths = {line.split(maxsplit=5)[5].strip() for line in maps if len(line.split(maxsplit=5)) == 6}
    return sorted(path for path in paths if path.startswith("/"))


def _detach_output():
    sys.stdout.flush()
    sys.stderr.flush()
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    os.close(nothing)


def _rename(hostname):
    """In a user namespace of our own we may; the capabilities that come with it go again."""
    maps = (("uid_map", os.getuid()), ("gid_map", os.getgid()))
    kernel.unshare(kernel.CLONE_NEWUSER | kernel.CLONE_NEWUTS)
    for name, number in maps:
        with open("/proc/self/" + name, "w") as extents:
            extents.write("%d %d 1" % (number, number))
    kernel.set_hostname(hostname)
    if _libc.capset(_CAPABILITY_HEADER, _NO_CAPABILITIES) < 0:
        raise OSError(ctypes.get_errno(), "capset")


def _limit(limits, address_space):
    """Where no cgroup holds the memory, each process may have as much of it as the limit says beyond what it was born with."""
    wanted = {
        resource.RLIMIT_NPROC: limits["processes"],
        resource.RLIMIT_NOFILE: limits["openFiles"],
        resource.RLIMIT_FSIZE: limits["fileSizeBytes"],
    }
    if address_space:
        wanted[resource.RLIMIT_AS] = _virtual_bytes() + limits["memoryBytes"]
    for which, most in wanted.items():
        resource.setrlimit(which, (most, most))


def _virtual_bytes():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()


_OPERATIONS = {
    "begin": _Guest._begin,
    "wake": _Guest._wake,
    "run": _Guest._run,
    "write": _Guest._write,
    "read": _Guest._read,
}
