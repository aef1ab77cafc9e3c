"""The first process inside an environment: starts the zygote where there is one, and makes cells.

Our own code and nothing else; no module of the environment is ever imported here.
"""

import os
import signal
import socket

from . import cell, channel, kernel, limits, seccomp, surroundings

_ZYGOTE_CAPABILITIES = (kernel.CAP_SYS_ADMIN,)
_GUEST_PROGRAMS = "/opt/forkline/guest"


def main(control, zygote_control):
    kernel.set_dumpable(False)
    kernel.set_process_name("forkline-keeper")
    sock = socket.socket(fileno=control)
    config, _ = channel.receive(sock)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps; who has ended is for the supervisor to see
    if config["warm"]:
        _start_zygote(config, zygote_control)
    os.close(zygote_control)
    _detach_output()
    own_namespace = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    channel.send(sock, {"ready": True})
    while True:
        try:
            request, descriptors = channel.receive(sock)
        except (channel.Closed, OSError):
            os._exit(0)
        _make_cell(sock, own_namespace, request, descriptors)


def _make_cell(sock, own_namespace, request, descriptors):
    """The child is PID 1 of a PID namespace of its own; we go back to ours, to be able to do it again."""
    try:
        kernel.setns(own_namespace, kernel.CLONE_NEWPID)
        kernel.unshare(kernel.CLONE_NEWPID)
        if os.fork() == 0:
            cell.main(request, *descriptors)
    except OSError as failed:
        channel.send(sock, {"number": request["number"], "failed": str(failed)})
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


def _start_zygote(config, control):
    if os.fork() > 0:
        return
    try:
        kernel.unshare(kernel.CLONE_NEWNS)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        limits.apply_to_zygote(config["limits"])
        os.dup2(control, 3)
        kernel.close_range(4, 0xFFFFFFFF)
        kernel.keep_capabilities(_ZYGOTE_CAPABILITIES, over_exec=True)
        kernel.install_filter(seccomp.of_forker())
        program = surroundings.PROGRAMS + "/python3"
        os.execve(program, [program, _GUEST_PROGRAMS, "zygote", "3"], surroundings.variables())
    except BaseException as failed:
        os.write(2, ("the environment's process does not start: %s" % failed).encode())
    finally:
        os._exit(1)


def _detach_output():
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    os.close(nothing)
