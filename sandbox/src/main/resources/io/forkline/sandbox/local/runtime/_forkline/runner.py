"""A clone of the zygote in a cell: joins the cell's namespaces, gives up the rest, and waits, parked, for a script to run.

All that can be done before the script is known is done before it is parked: what is left for the hand-over is to take the
descriptors and the variables, and to run.
"""

import os
import signal
import socket
import time

from . import channel, identity, kernel, limits, renewal, rootfs, seccomp, warm
from .script import Script

_FILTER = seccomp.of_fork()
CONTROL, PID_NAMESPACE, _FIRST_TO_JOIN = 0, 1, 2
JOINED = (
    ("user", kernel.CLONE_NEWUSER),
    ("mnt", kernel.CLONE_NEWNS),
    ("net", kernel.CLONE_NEWNET),
    ("ipc", kernel.CLONE_NEWIPC),
    ("uts", kernel.CLONE_NEWUTS),
)


def main(request, descriptors):
    """Never returns."""
    control = descriptors[CONTROL]
    try:
        kernel.set_process_name("forkline-fork")
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for descriptor, (_, kind) in zip(descriptors[_FIRST_TO_JOIN:], JOINED):
            kernel.setns(descriptor, kind)
        sock = _let_go(control)
        identity.become(identity.GUEST_ID)
        limits.apply(request["limits"])
        kernel.keep_capabilities(())
        kernel.no_new_privileges()
        kernel.install_filter(_FILTER)
        kernel.set_dumpable(True)
        os.setsid()
        os.chdir(rootfs.ENVIRONMENT)
        renewal.renew()
        channel.send(sock, {"ready": True})
    except BaseException as failed:  # the one place where a clone that cannot be confined says why
        channel.send(socket.socket(fileno=control), {"failed": "%s: %s" % (type(failed).__name__, failed)})
        os._exit(1)
    _run(sock)


def _let_go(control):
    """Siblings' control sockets are open in a clone unless it closes them first."""
    kernel.close_range(3, control - 1)
    kernel.close_range(control + 1, 0xFFFFFFFF)
    return socket.socket(fileno=control)


def _run(sock):
    """Never returns. The end of the socket means that nobody needs us."""
    try:
        message, (output, errors) = channel.receive(sock)
    except (channel.Closed, OSError):
        os._exit(0)
    os.dup2(output, 1)
    os.dup2(errors, 2)
    os.close(output)
    os.close(errors)
    os.environ.update(message["environment"])
    script = Script(*message["script"])
    channel.send(sock, {"started": time.monotonic_ns()})
    sock.close()
    warm.run(script)
