"""From the process that the JVM starts to the supervisor: user ids, namespaces, a directory of its own, and the way back.

The launcher itself stays outside, waits for the supervisor, and removes the directory when it is gone.
"""

import fcntl
import os
import pwd
import resource
import shutil
import signal
import subprocess
import sys
import uuid

from . import identity, kernel, lease
from .supervisor import Supervisor, remove_tree

_RESERVED_FIRST, _RESERVED_COUNT = 0x70000000, 1 << 16
_RESERVED_RANGES = 2048
_OWN_ID, _RANGE_FIRST = identity.GUEST_ID, 1 << 16
_RANGE_LOCKS = "/run/forkline-ids"
_SUPERVISOR_CAPABILITIES = (
    kernel.CAP_CHOWN,
    kernel.CAP_DAC_OVERRIDE,
    kernel.CAP_DAC_READ_SEARCH,
    kernel.CAP_FOWNER,
    kernel.CAP_KILL,
    kernel.CAP_SETGID,
    kernel.CAP_SETUID,
    kernel.CAP_SETPCAP,
    kernel.CAP_SYS_CHROOT,
    kernel.CAP_SYS_PTRACE,
    kernel.CAP_SYS_ADMIN,
)


class Impossible(Exception):
    """This machine does not let us confine processes; the message says what to do about it."""


def main(run_directory):
    os.umask(0o022)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # the lease ends us, not the terminal
    try:
        instance, lock = _own_directory(run_directory)
        _sweep(run_directory)
        ids, in_user_namespace = _enter_namespaces()
        alive, told = os.pipe()
        supervisor = os.fork()
    except (OSError, Impossible) as failed:
        _say_and_leave(failed)
    if supervisor == 0:
        os.close(told)
        _supervise(ids, instance, in_user_namespace, alive)
    os.close(0)
    os.close(1)
    os.waitpid(supervisor, 0)
    remove_tree(instance)
    os.unlink(lock)


def _supervise(ids, instance, in_user_namespace, alive):
    """Never returns."""
    try:
        kernel.die_with_parent(signal.SIGKILL)
        os.set_blocking(alive, False)
        if _at_end(alive):  # the launcher died before we asked to be told of it
            os._exit(1)
        kernel.mount("none", "/", "", kernel.MS_REC | kernel.MS_PRIVATE)
        _mount_proc()
        kernel.keep_capabilities(_SUPERVISOR_CAPABILITIES)
        _open_many_files()
        incoming, outgoing = _take_pipes()
        Supervisor(ids, instance, in_user_namespace, incoming, outgoing).run()
    except (OSError, Impossible) as failed:
        _say_and_leave(failed)
    finally:
        sys.stderr.flush()


def _at_end(pipe):
    try:
        return os.read(pipe, 1) == b""
    except BlockingIOError:
        return False


def _open_many_files():
    """Each running fork costs us a handful of descriptors. What we start gets limits of its own."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _take_pipes():
    """What we start must find nothing on 0 and 1."""
    incoming = fcntl.fcntl(0, fcntl.F_DUPFD_CLOEXEC, 10)
    outgoing = fcntl.fcntl(1, fcntl.F_DUPFD_CLOEXEC, 10)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return incoming, outgoing


def _say_and_leave(failed):
    os.write(1, lease.frame({"hello": False, "error": str(failed)}))
    os._exit(1)


def _enter_namespaces():
    """The ids that forks may have, and whether we are in a user namespace of our own now."""
    if os.geteuid() == 0 and _has_capability(kernel.CAP_SYS_ADMIN):
        os.setgroups([])
        ids = identity.Ids(_reserve_range(), _RESERVED_COUNT)
        _unshare(kernel.CLONE_NEWNS | kernel.CLONE_NEWPID)
        return ids, False
    if os.geteuid() == 0:
        raise Impossible(
            "This is root without CAP_SYS_ADMIN. Run as an ordinary user, or give the container --cap-add SYS_ADMIN"
            " --security-opt systempaths=unconfined."
        )
    ids = _enter_user_namespace()
    _unshare(kernel.CLONE_NEWNS | kernel.CLONE_NEWPID)
    return ids, True


def _unshare(flags):
    try:
        kernel.unshare(flags)
    except OSError as refused:
        raise Impossible(_why_no_namespaces(refused))


def _why_no_namespaces(refused):
    if _setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1":
        return (
            "AppArmor on this machine keeps ordinary users from namespaces (%s). 'forkline doctor' prints the profile that"
            " allows them to Forkline." % refused.strerror
        )
    if _setting("/proc/sys/kernel/unprivileged_userns_clone") == "0":
        return "Namespaces are off for ordinary users; set them on: sysctl kernel.unprivileged_userns_clone=1."
    if _setting("/proc/sys/user/max_user_namespaces") == "0":
        return "User namespaces are off on this machine; set them on: sysctl user.max_user_namespaces=15000."
    return (
        "This machine does not let us make namespaces (%s). In a container, allow it with --security-opt"
        " seccomp=unconfined --security-opt systempaths=unconfined." % refused.strerror
    )


def _setting(path):
    try:
        with open(path) as file:
            return file.read().strip()
    except OSError:
        return None


def _mount_proc():
    try:
        kernel.mount("proc", "/proc", "proc", kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC)
    except OSError as refused:
        raise Impossible(
            "A fresh /proc cannot be mounted (%s)%s"
            % (
                refused.strerror,
                "; " + _why_no_namespaces(refused)
                if _setting("/proc/self/attr/apparmor/current") not in (None, "unconfined")
                else ". In a container, run with --security-opt systempaths=unconfined.",
            )
        )


def _has_capability(number):
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("CapEff:"):
                return bool(int(line.split()[1], 16) >> number & 1)
    return False


def _reserve_range():
    """As root: a range that no user has, for us alone on this host."""
    os.makedirs(_RANGE_LOCKS, 0o700, exist_ok=True)
    for number in range(_RESERVED_RANGES):
        lock = os.open("%s/%d" % (_RANGE_LOCKS, number), os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            continue
        first = _RESERVED_FIRST + number * _RESERVED_COUNT
        if not _mapped(first):
            raise Impossible(
                "The user ids from %d on do not exist in this container. Run as an ordinary user instead." % first
            )
        return first
    raise Impossible("All ranges of user ids are taken by other supervisors on this host.")


def _mapped(number):
    with open("/proc/self/uid_map") as extents:
        for inside, _, count in (map(int, line.split()) for line in extents):
            if inside <= number and number + _RESERVED_COUNT <= inside + count:
                return True
    return False


def _enter_user_namespace():
    """With a range of ids where the system has one for this user and the tools to use it; else with one id."""
    uid, gid = os.getuid(), os.getgid()
    ranges = _subordinate_range("/etc/subuid"), _subordinate_range("/etc/subgid")
    tools = shutil.which("newuidmap"), shutil.which("newgidmap")
    ours = os.getpid()
    if all(ranges) and all(tools):
        ready, told = os.pipe()
        helper = os.fork()
        if helper == 0:
            os.read(ready, 1)
            for tool, own, (first, count) in zip(tools, (uid, gid), ranges):
                command = [tool, ours, _OWN_ID, own, 1, _RANGE_FIRST, first, count]
                if subprocess.run([str(part) for part in command], stderr=subprocess.DEVNULL).returncode != 0:
                    os._exit(1)
            os._exit(0)
        _unshare(kernel.CLONE_NEWUSER)
        os.write(told, b"!")
        if os.waitpid(helper, 0)[1] == 0:
            return identity.Ids(_RANGE_FIRST, min(ranges[0][1], ranges[1][1]))
    else:
        _unshare(kernel.CLONE_NEWUSER)
    _map_one("uid_map", uid)
    try:
        _map_one("gid_map", gid)
    except OSError as refused:
        raise Impossible(_why_no_namespaces(refused))
    return identity.Ids(_OWN_ID, 1)


def _map_one(name, own):
    if name == "gid_map":
        with open("/proc/self/setgroups", "w") as groups:
            groups.write("deny")
    with open("/proc/self/" + name, "w") as extents:
        extents.write("%d %d 1" % (_OWN_ID, own))


def _subordinate_range(path):
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
        with open(path) as lines:
            for line in lines:
                who, first, count = line.strip().split(":")
                if who in (name, str(os.getuid())) and int(count) >= 2 * identity.BLOCK:
                    return int(first), int(count)
    except (OSError, KeyError, ValueError):
        return None
    return None


def _own_directory(run_directory):
    """A directory under a lock that we hold for life; who finds the lock free finds what a crash has left."""
    while True:
        instance = os.path.join(run_directory, uuid.uuid4().hex[:12])
        lock = instance + ".lock"
        descriptor = os.open(lock, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.path.exists(lock) and os.stat(lock).st_ino == os.fstat(descriptor).st_ino:
            os.mkdir(instance, 0o755)
            return instance, lock
        os.close(descriptor)


def _sweep(run_directory):
    for name in os.listdir(run_directory):
        if name.endswith(".lock"):
            _sweep_one(os.path.join(run_directory, name))


def _sweep_one(lock):
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CLOEXEC)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return
    remove_tree(lock[: -len(".lock")])
    os.unlink(lock)
    os.close(descriptor)
