"""A process inside an environment that has imported the environment's modules, and forks when the supervisor asks.

Untrusted from its first import on: it sees no job, and may do nothing but fork.
"""

import gc
import importlib
import os
import select
import signal
import socket
import sys
import threading
import traceback

from . import channel, kernel, renewal, rootfs, runner, surroundings, warm

_TAIL = 2000


class Unclean(Exception):
    """A module left something behind that a fork would share or lose."""


def main(control):
    kernel.set_process_name("forkline-zygote")
    sys.path.pop(0)  # our own directory; what we need from it is imported
    sock = socket.socket(fileno=control)
    config, _ = channel.receive(sock)
    own_namespace = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    os.chdir(rootfs.ENVIRONMENT)
    problem = _preload(config["preload"])
    if problem is not None:
        channel.send(sock, {"failed": problem[-_TAIL:]})
        sys.exit(1)
    renewal.prepare()
    _detach_output()
    surroundings.replace(surroundings.variables())
    warm.open_streams()
    gc.collect()
    gc.freeze()
    channel.send(sock, {"ready": True})
    _Forking(sock, own_namespace).serve()


class _Forking:
    """One thread that hears of requests and of the ends of what it forked."""

    def __init__(self, sock, own_namespace):
        self._sock, self._own_namespace = sock, own_namespace
        self._runners = {}
        self._ended, told = os.pipe()
        os.set_blocking(told, False)
        signal.set_wakeup_fd(told)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def serve(self):
        either = select.poll()
        either.register(self._sock, select.POLLIN)
        either.register(self._ended, select.POLLIN)
        while True:
            for descriptor, _ in either.poll():
                if descriptor == self._ended:
                    os.read(self._ended, 1 << 10)
                    self._reap()
                else:
                    self._fork(*_next(self._sock))

    def _fork(self, request, descriptors):
        """The child is born into the cell's PID namespace; we go back to ours, to be able to do it again."""
        try:
            kernel.setns(descriptors[runner.PID_NAMESPACE], kernel.CLONE_NEWPID)
            pid = os.fork()
            if pid == 0:
                runner.main(request, descriptors)
            self._runners[pid] = request["number"]
            kernel.setns(self._own_namespace, kernel.CLONE_NEWPID)
        except OSError as failed:
            channel.send(self._sock, {"number": request["number"], "failed": str(failed)})
        finally:
            for descriptor in descriptors:
                os.close(descriptor)

    def _reap(self):
        try:
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                number = self._runners.pop(pid, None)
                if number is not None:
                    channel.send(self._sock, {"number": number, "exited": os.waitstatus_to_exitcode(status)})
        except ChildProcessError:
            return


def _next(sock):
    try:
        return channel.receive(sock)
    except (channel.Closed, OSError):
        os._exit(0)


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
