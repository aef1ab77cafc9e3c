"""Starts a zygote, and stays above it.

The keeper is PID 1 of a PID namespace. It builds the zygote's root while it has the supervisor's privileges, so that the zygote's
namespace gets a copy in which every restriction is locked; enters the zygote's user namespace; and starts the zygote in it.
Both have the system call filter before the zygote's first import. Killing the keeper kills the zygote and all its forks.
"""

import os
import signal
import socket

from . import channel, identity, kernel, limits, rootfs, seccomp, surroundings

GUEST_PROGRAMS = "/opt/forkline/guest"
_CONTROL = 3
_PATIENCE_SECONDS = 30
_NAMESPACES = kernel.CLONE_NEWUSER | kernel.CLONE_NEWPID | kernel.CLONE_NEWIPC | kernel.CLONE_NEWUTS
_ZYGOTE_CAPABILITIES = (kernel.CAP_SYS_ADMIN, kernel.CAP_SETUID, kernel.CAP_SETGID)


class Plan:
    """What a zygote is made of. Ids are numbered as the supervisor's user namespace does."""

    def __init__(self, request, first_id, id_count, owner, upper, mount_point, user_attributes):
        self.lowers = request["lowers"]
        self.binds = request["binds"]
        self.network = request["network"]
        self.limits = request["limits"]
        self.first_id, self.id_count, self.owner = first_id, id_count, owner
        self.upper = upper
        self.mount_point = mount_point
        self.user_attributes = user_attributes


def start(plan, own_pid_namespace, output):
    """The keeper's pid, and our end of the zygote's control socket."""
    ours, theirs = channel.pair()
    sync, their_sync = channel.pair()
    sync.settimeout(_PATIENCE_SECONDS)
    kernel.unshare(kernel.CLONE_NEWPID)
    pid = os.fork()
    if pid == 0:
        _keep(plan, theirs, their_sync, output)
    kernel.setns(own_pid_namespace, kernel.CLONE_NEWPID)
    theirs.close()
    their_sync.close()
    try:
        _expect(sync, "unshared")
        identity.write_maps(pid, identity.ZYGOTE_ID, plan.first_id, plan.id_count)
        channel.send(sync, {"mapped": True})
        _expect(sync, "started")
    except BaseException:
        os.kill(pid, signal.SIGKILL)
        ours.close()
        raise
    finally:
        sync.close()
    return pid, ours


def _expect(sync, what):
    try:
        message, _ = channel.receive(sync)
    except channel.Closed:
        raise OSError("the keeper ended before it was " + what)
    if what not in message:
        raise OSError(message["failed"])


def _keep(plan, control, sync, output):
    """Never returns."""
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for number, descriptor in ((100, control.fileno()), (101, sync.fileno()), (102, output)):
            os.dup2(descriptor, number, inheritable=False)
        kernel.close_range(3, 99)
        kernel.close_range(103, 0xFFFFFFFF)
        sync = socket.socket(fileno=101)
        kernel.unshare(kernel.CLONE_NEWNS)
        _build_root(plan)
        kernel.unshare(_NAMESPACES | (0 if plan.network else kernel.CLONE_NEWNET))
        channel.send(sync, {"unshared": True})
        channel.receive(sync)
        identity.become(identity.ZYGOTE_ID)
        kernel.set_dumpable(True)
        kernel.join_new_session_keyring()
        kernel.no_new_privileges()
        kernel.install_filter(seccomp.of_zygote())
        zygote = os.fork()
        if zygote == 0:
            _become_zygote(plan, sync)
        kernel.close_range(100, 102)
        kernel.keep_capabilities(())
        # the zygote has our user id, and our memory is a copy of the supervisor's
        kernel.set_dumpable(False)
        while os.wait()[0] != zygote:
            continue
    except BaseException as failed:
        _report(sync, failed)
    finally:
        os._exit(0)


def _report(sync, failed):
    try:
        channel.send(sync, {"failed": "%s: %s" % (type(failed).__name__, failed)})
    except OSError:
        os._exit(1)


def _build_root(plan):
    kernel.mount("none", "/", "", kernel.MS_REC | kernel.MS_PRIVATE)
    stage = plan.mount_point
    rootfs.tmpfs(stage, plan.limits["diskBytes"])
    for name in ("layers", "dev", "shm", "u", "w", "r"):
        os.mkdir(os.path.join(stage, name))
    os.chmod(os.path.join(stage, "shm"), 0o1777)
    root = os.path.join(stage, "r")
    rootfs.overlay(_bind_lowers(plan, stage), *_writable(plan, stage), root, plan.user_attributes)
    for source, inside in plan.binds:
        rootfs.bind(source, root + inside)
    rootfs.devices(os.path.join(stage, "dev"))
    rootfs.bind(os.path.join(stage, "dev"), root + "/dev", rootfs.DEVICE_FILES)
    rootfs.rebind(os.path.join(stage, "shm"), root + "/dev/shm")
    rootfs.bind(os.path.join(stage, "layers"), root + rootfs.LAYERS)
    rootfs.whole_proc(root + "/proc")
    os.chdir(root)
    kernel.pivot_root_here()


def _bind_lowers(plan, stage):
    lowers = []
    for number, layer in enumerate(plan.lowers):
        lower = os.path.join(stage, "layers", str(number))
        os.mkdir(lower)
        rootfs.bind(layer, lower)
        lowers.append(lower)
    return lowers


def _writable(plan, stage):
    upper, work = (os.path.join(plan.upper or stage, name) for name in ("u", "w"))
    rootfs.own_directories(upper, plan.owner, surroundings.INSTALLED if plan.upper else ())
    return upper, work


def _become_zygote(plan, sync):
    """Never returns."""
    try:
        kernel.unshare(kernel.CLONE_NEWNS)
        rootfs.whole_proc("/proc")
        _keep_to_own_cgroups()
        kernel.set_hostname("zygote")
        _stand_on_descriptors()
        limits.apply_to_zygote(plan.limits)
        kernel.keep_capabilities(_ZYGOTE_CAPABILITIES, over_exec=True)
        channel.send(sync, {"started": True})
        program = surroundings.PROGRAMS + "/python3"
        os.execve(program, [program, GUEST_PROGRAMS, "zygote", str(_CONTROL)], surroundings.variables())
    except BaseException as failed:
        _report(sync, failed)
    finally:
        os._exit(1)


def _keep_to_own_cgroups():
    """With a cgroup namespace of its own a zygote could mount the cgroups of whoever started us; files there may be that user's."""
    with open("/proc/sys/user/max_cgroup_namespaces", "w") as allowed:
        allowed.write("0")


def _stand_on_descriptors():
    nothing = os.open(os.devnull, os.O_RDWR)
    for number, descriptor in ((0, nothing), (1, 102), (2, 102), (_CONTROL, 100)):
        os.dup2(descriptor, number)
