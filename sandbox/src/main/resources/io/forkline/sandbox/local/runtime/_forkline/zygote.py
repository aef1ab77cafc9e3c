"""A process inside an environment that has imported the environment's modules, and forks when the supervisor asks.

Untrusted from its first import on: it sees no job, and may do nothing but fork.
"""

import gc
import importlib
import os
import signal
import sys
import threading
import traceback

import socket

from . import channel, clone, kernel, rootfs

_TAIL = 2000


class Unclean(Exception):
    """A module left something behind that a fork would share or lose."""


def main(control):
    sys.path.pop(0)  # our own directory; what we need from it is imported
    sock = socket.socket(fileno=control)
    config, _ = channel.receive(sock)
    own_namespace = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    os.chdir(rootfs.ENVIRONMENT)
    problem = _preload(config["preload"])
    if problem is not None:
        channel.send(sock, {"failed": problem[-_TAIL:]})
        sys.exit(1)
    _detach_output()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps forks; how they ended is not our business
    gc.collect()
    gc.freeze()
    channel.send(sock, {"ready": True})
    while True:
        try:
            request, descriptors = channel.receive(sock)
        except (channel.Closed, OSError):
            os._exit(0)
        _fork(sock, own_namespace, request, descriptors[0])


def _fork(sock, own_namespace, request, control):
    """The child is PID 1 of a PID namespace of its own; we go back to ours, to be able to do it again."""
    try:
        kernel.setns(own_namespace, kernel.CLONE_NEWPID)
        kernel.unshare(kernel.CLONE_NEWPID)
        if os.fork() == 0:
            clone.run(request, control)
    except OSError as failed:
        channel.send(sock, {"fork": request["fork"], "failed": str(failed)})
    finally:
        os.close(control)


def _preload(modules):
    """What went wrong, for people; None when nothing did."""
    sys.path.insert(0, rootfs.ENVIRONMENT)
    before = _descriptors()
    try:
        for module in modules:
            importlib.import_module(module)
            _check_clean(module, before)
    except Unclean as unclean:
        return str(unclean)
    except BaseException as failed:
        shown = "".join(traceback.format_exception_only(type(failed), failed)).strip()
        return "preload of %s failed: %s" % (module, shown)
    finally:
        sys.path.remove(rootfs.ENVIRONMENT)
    return None


def _check_clean(module, before):
    threads = len(os.listdir("/proc/self/task"))
    if threads > 1:
        names = ", ".join(thread.name for thread in threading.enumerate()[1:]) or "not Python's"
        raise Unclean("preload of %s left %d threads (%s); a fork has only one" % (module, threads - 1, names))
    try:
        pid, _ = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            raise Unclean("preload of %s left a child process" % module)
    except ChildProcessError:
        pass
    opened = _descriptors() - before
    if opened:
        raise Unclean("preload of %s left open: %s" % (module, ", ".join(sorted(name for _, name in opened))))


def _descriptors():
    found = set()
    for number in os.listdir("/proc/self/fd"):
        try:
            found.add((int(number), os.readlink("/proc/self/fd/" + number)))
        except OSError:
            continue  # the one that listed the directory
    return found


def _detach_output():
    sys.stdout.flush()
    sys.stderr.flush()
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    os.close(nothing)
