"""Executes a command in a cell, as a child of the cell's init, and ends all that it leaves behind.

Its word is the guest's word. Who ran for how long, and what was killed, the supervisor knows by itself.
"""

import errno
import os
import signal
import sys
import time

from . import channel, kernel, rootfs, surroundings

# gVisor's kernel takes it for a signed number
_LAST_DESCRIPTOR = 0x7FFFFFFF


def run(sock, message, descriptors, become=None):
    """`become` is what the child does, and never returns from, where it is not to execute a program."""
    end_all()  # a clone that was parked here and is not needed
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if child == 0:
        sock.close()
        (become or _become)(message, descriptors)
    channel.send(sock, {"started": time.monotonic_ns()})
    for descriptor in descriptors:
        os.close(descriptor)
    status = _wait_for(child)
    end_all()
    return {"exited": os.waitstatus_to_exitcode(status)}


def _wait_for(child):
    while True:
        pid, status = os.waitpid(-1, 0)
        if pid == child:
            return status


def end_all():
    """As PID 1 we reach all processes of the namespace but ourselves. Afterwards the kernel reaps orphans for us."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        os.kill(-1, signal.SIGKILL)
        while True:
            os.waitpid(-1, 0)
    except (ProcessLookupError, ChildProcessError):
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)


def start(descriptors):
    """What any command has: a session, standard descriptors and no others, default signals."""
    os.setsid()
    for number, descriptor in enumerate(descriptors, start=1):
        os.dup2(descriptor, number)
    kernel.close_range(3, _LAST_DESCRIPTOR)
    kernel.set_dumpable(True)
    _default_signals()


def variables(message):
    wanted = surroundings.variables()
    wanted.update(message["environment"])
    return wanted


def _become(message, descriptors):
    """Never returns."""
    argv = message["argv"]
    try:
        start(descriptors)
        os.chdir(rootfs.ENVIRONMENT)
        os.execvpe(argv[0], argv, variables(message))
    except OSError as failed:
        sys.stderr.write("%s: %s\n" % (argv[0], os.strerror(failed.errno or 0)))
        sys.stderr.flush()
        os._exit(127 if failed.errno == errno.ENOENT else 126)
    finally:
        os._exit(1)


def _default_signals():
    """A program inherits what is ignored, and our own ignore much."""
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        if signal.getsignal(number) != signal.SIG_DFL:
            signal.signal(number, signal.SIG_DFL)
