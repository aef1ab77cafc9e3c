"""A cell: the namespaces, the root and the first process of one fork. Made ahead, by our own code; used once, then gone.

Its first process is a small init. Everything is in force when the supervisor hears of it: namespaces, its own root, limits, no
capability, no new privileges, no further user namespaces. A warm clone joins later; other programs are started here.
"""

import fcntl
import os
import socket
import struct

from . import channel, cold, files, identity, kernel, limits, listeners, rootfs, seccomp

_SIOCSIFFLAGS, _IFF_UP = 0x8914, 1
_NAMESPACES = kernel.CLONE_NEWUSER | kernel.CLONE_NEWNS | kernel.CLONE_NEWIPC | kernel.CLONE_NEWUTS
_MAX_DESCRIPTOR = 0xFFFFFFFF
_FILTER = seccomp.of_fork()


def main(request, control, relay=None):
    """Never returns. With a relay the fork reaches what that carries its connections to."""
    try:
        kernel.set_process_name("forkline-cell")
        sock = _let_go(control, relay)
        identity.become(request["slot"])
        kernel.set_dumpable(True)
        if request["base"]:
            _confine_to_base(request)
        else:
            _confine(request)
        if relay is not None:
            listeners.give_away(request["listen"], relay)
        limits.apply(request["limits"])
        kernel.keep_capabilities(())
        kernel.no_new_privileges()
        kernel.install_filter(_FILTER)
        # what the guest starts has its user id, and must not look into the process that supervises it
        kernel.set_dumpable(False)
        channel.send(sock, {"ready": True})
    except BaseException as failed:  # the one place where a cell that cannot be made says why
        channel.send(socket.socket(fileno=control), {"failed": "%s: %s" % (type(failed).__name__, failed)})
        os._exit(1)
    _serve(sock)


def _let_go(control, relay):
    """Siblings' control sockets are open in a clone unless it closes them first."""
    first = 3
    for kept in sorted({control, control if relay is None else relay}):
        kernel.close_range(first, kept - 1)
        first = kept + 1
    kernel.close_range(first, _MAX_DESCRIPTOR)
    return socket.socket(fileno=control)


def _confine(request):
    own_proc = _enter_user_namespace(request, kernel.CLONE_NEWNET)
    own = {"machine-id": request["machineId"], "hostname": request["hostname"], **request["etc"]}
    rootfs.fork_root(request["limits"]["diskBytes"], request["system"], own, own_proc)
    os.close(own_proc)
    _loopback_up()


def _confine_to_base(request):
    """The setup works on the keeper's own root and keeps the network that the keeper has."""
    own_proc = _enter_user_namespace(request, 0)
    kernel.attach_mount(own_proc, "/proc")
    os.close(own_proc)


def _enter_user_namespace(request, more_namespaces):
    """Its answer is a /proc, not mounted yet: only who is privileged where our PID namespace was made may make one."""
    own_proc = rootfs.proc()
    kernel.unshare(_NAMESPACES | more_namespaces)
    identity.write_maps("self", identity.GUEST_ID, request["slot"], 1)
    kernel.write_setting("/proc/sys/user/max_user_namespaces", "0")
    for name, most in limits.INOTIFY.items():
        kernel.write_setting("/proc/sys/user/" + name, most)
    kernel.set_hostname(request["hostname"])
    return own_proc


def _loopback_up():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", _IFF_UP))


def _serve(sock):
    """As PID 1 we inherit orphans; the kernel reaps them while we wait for the supervisor."""
    while True:
        try:
            message, descriptors = channel.receive(sock)
        except (channel.Closed, OSError):
            os._exit(0)
        answer = _OPERATIONS[message["op"]](sock, message, descriptors)
        channel.send(sock, answer)


def _sweep(sock, message, descriptors):
    cold.end_all()
    return {"swept": True}


_OPERATIONS = {"exec": cold.run, "sweep": _sweep, "write": files.write, "read": files.read}
