"""Makes an environment's root and namespaces, and starts its keeper there.

The builder is PID 1 of a PID namespace. It builds the root while it has the supervisor's privileges, so that the environment's
namespaces get a copy of it in which every restriction is locked; starts the keeper, a fresh program, PID 1 of a PID namespace that
the environment owns; and stays above it with no privilege left. Killing the builder kills all of the environment.
"""

import fcntl
import os
import signal
import socket

from . import channel, identity, kernel, rootfs, seccomp, surroundings

GUEST_PROGRAMS = "/opt/forkline/guest"
CONTROL, ZYGOTE_CONTROL = 3, 4
_PATIENCE_SECONDS = 30
_NAMESPACES = kernel.CLONE_NEWUSER | kernel.CLONE_NEWPID | kernel.CLONE_NEWIPC | kernel.CLONE_NEWUTS
_KEEPER_CAPABILITIES = (kernel.CAP_SYS_ADMIN, kernel.CAP_SETUID, kernel.CAP_SETGID, kernel.CAP_SETPCAP)
_OURS = 100
# Libraries (OpenSSL is one) tell that they have been forked by their process id. A zygote that was the second process of its namespace, as
# a clone of it is in a cell, would have clones that take themselves for it and draw its random numbers again.
_IDS_OF_FORKS = "30000"


class Plan:
    """What an environment is made of. Ids are numbered as the supervisor's user namespace does."""

    def __init__(self, request, first_id, id_count, owner, upper, mount_point, user_attributes):
        self.lowers = request["lowers"]
        self.binds = request["binds"]
        self.network = request["network"]
        self.disk_bytes = request["limits"]["diskBytes"]
        self.first_id, self.id_count, self.owner = first_id, id_count, owner
        self.upper = upper
        self.mount_point = mount_point
        self.user_attributes = user_attributes


def start(plan, own_pid_namespace, control, zygote_control, output):
    """The builder's pid. The descriptors are its ends of the control sockets, and where it and its zygote write to."""
    sync, their_sync = channel.pair()
    sync.settimeout(_PATIENCE_SECONDS)
    kernel.unshare(kernel.CLONE_NEWPID)
    builder = os.fork()
    if builder == 0:
        _build(plan, control, zygote_control, output, their_sync)
    kernel.setns(own_pid_namespace, kernel.CLONE_NEWPID)
    their_sync.close()
    try:
        _expect(sync, "unshared")
        identity.write_maps(builder, identity.ZYGOTE_ID, plan.first_id, plan.id_count)
        channel.send(sync, {"mapped": True})
        _expect(sync, "started")
        return builder
    except BaseException:
        os.kill(builder, signal.SIGKILL)
        raise
    finally:
        sync.close()


def _expect(sync, what):
    try:
        message, _ = channel.receive(sync)
    except channel.Closed:
        raise OSError("the keeper ended before it was " + what)
    if what not in message:
        raise OSError(message["failed"])


def _build(plan, control, zygote_control, output, sync):
    """Never returns."""
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        keep_only((control.fileno(), zygote_control.fileno(), output, sync.fileno()), _OURS)
        sync = socket.socket(fileno=_OURS + 3)
        kernel.unshare(kernel.CLONE_NEWNS)
        _build_root(plan)
        kernel.unshare(_NAMESPACES | (0 if plan.network else kernel.CLONE_NEWNET))
        channel.send(sync, {"unshared": True})
        channel.receive(sync)
        identity.become(identity.ZYGOTE_ID)
        kernel.set_dumpable(True)
        keeper = os.fork()
        if keeper == 0:
            _become_keeper(sync)
        kernel.close_range(_OURS, _OURS + 2)
        kernel.keep_capabilities(())
        kernel.no_new_privileges()
        kernel.install_filter(seccomp.of_zygote())
        # the zygote has our user id, and our memory is a copy of the supervisor's
        kernel.set_dumpable(False)
        channel.send(sync, {"started": True})
        while os.wait()[0] != keeper:
            continue
    except BaseException as failed:
        _report(sync, failed)
    finally:
        os._exit(0)


def keep_only(descriptors, first):
    """
    Gives these descriptors the numbers from `first` on, in this order, and closes all but these and the standard ones. Any of them may have any
    of the numbers already: a supervisor with a hundred descriptors is not a busy one.
    """
    beyond = first + len(descriptors)
    aside = [fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, beyond) for descriptor in descriptors]
    for number, descriptor in enumerate(aside, start=first):
        os.dup2(descriptor, number, inheritable=False)
    kernel.close_range(3, first - 1)
    kernel.close_range(beyond, 0xFFFFFFFF)


def _report(sync, failed):
    try:
        channel.send(sync, {"failed": "%s: %s" % (type(failed).__name__, failed)})
    except OSError:
        os._exit(1)


def _build_root(plan):
    kernel.mount("none", "/", "", kernel.MS_REC | kernel.MS_PRIVATE)
    stage = plan.mount_point
    rootfs.tmpfs(stage, plan.disk_bytes)
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


def _become_keeper(sync):
    """Never returns. The program starts afresh, with nothing in its memory that the supervisor knows."""
    try:
        kernel.unshare(kernel.CLONE_NEWNS)
        rootfs.whole_proc("/proc")
        _keep_to_own_cgroups()
        _count_from_beyond_the_ids_of_forks()
        os.setsid()  # the terminal's signals are not for us
        kernel.join_new_session_keyring()
        kernel.set_hostname("keeper")
        _stand_on_descriptors()
        kernel.keep_capabilities(_KEEPER_CAPABILITIES, over_exec=True)
        kernel.no_new_privileges()
        kernel.install_filter(seccomp.of_zygote())
        program = surroundings.PROGRAMS + "/python3"
        arguments = [program, "-I", "-S", GUEST_PROGRAMS, "keeper", str(CONTROL), str(ZYGOTE_CONTROL)]
        os.execve(program, arguments, surroundings.variables())
    except BaseException as failed:
        _report(sync, failed)
    finally:
        os._exit(1)


def _keep_to_own_cgroups():
    """With a cgroup namespace of its own a zygote could mount the cgroups of whoever started us; files there may be that user's."""
    kernel.write_setting("/proc/sys/user/max_cgroup_namespaces", "0")


def _count_from_beyond_the_ids_of_forks():
    """Our children's ids go on from there; those in a cell begin at 1. A kernel without checkpointing has no such setting."""
    try:
        kernel.write_setting("/proc/sys/kernel/ns_last_pid", _IDS_OF_FORKS)
    except OSError:
        return


def _stand_on_descriptors():
    nothing = os.open(os.devnull, os.O_RDWR)
    control, zygote_control, output = range(_OURS, _OURS + 3)
    wanted = {0: nothing, 1: output, 2: output, CONTROL: control, ZYGOTE_CONTROL: zygote_control}
    for number, descriptor in wanted.items():
        os.dup2(descriptor, number)
