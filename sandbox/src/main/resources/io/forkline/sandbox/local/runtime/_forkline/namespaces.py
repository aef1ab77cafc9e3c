"""How a launcher gets into namespaces of its own, and which user ids it may hand out there."""

import fcntl
import os
import pwd
import shutil
import subprocess

from . import identity, kernel
from .impossible import Impossible, why_no_namespaces

_RESERVED_FIRST, _RESERVED_COUNT = 0x70000000, 1 << 16
_RESERVED_RANGES = 2048
_OWN_ID, _RANGE_FIRST = identity.GUEST_ID, 1 << 16
_ALL_IDS = 1 << 16
_RANGE_LOCKS = "/run/forkline-ids"


def enter():
    """The ids that forks may have, and whether we are in a user namespace of our own now."""
    if _is_root():
        _check_root()
        ids, in_user_namespace = identity.Ids(_reserve_range(), _RESERVED_COUNT), False
    else:
        ids, in_user_namespace = _enter_user_namespace(_OWN_ID, _RANGE_FIRST, 2 * identity.BLOCK), True
    _unshare(kernel.CLONE_NEWNS | kernel.CLONE_NEWPID)
    return ids, in_user_namespace


def enter_as_root():
    """The same for a program that wants to be root there, and to have the 65,536 ids that root has."""
    if _is_root():
        _check_root()
        ids, in_user_namespace = identity.Ids(1, _ALL_IDS), False
    else:
        ids, in_user_namespace = _enter_user_namespace(0, 1, _ALL_IDS - 1), True
    _unshare(kernel.CLONE_NEWNS | kernel.CLONE_NEWPID)
    return ids, in_user_namespace


def _is_root():
    return os.geteuid() == 0 and _outside_of(0) == 0


def _check_root():
    if not _has_capability(kernel.CAP_SYS_ADMIN):
        raise Impossible(
            "This is root without CAP_SYS_ADMIN. Run as an ordinary user, or give the container --cap-add SYS_ADMIN"
            " --security-opt systempaths=unconfined."
        )
    os.setgroups([])


def _unshare(flags):
    try:
        kernel.unshare(flags)
    except OSError as refused:
        raise Impossible(why_no_namespaces(refused))


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
        if _outside_of(first) is None or _outside_of(first + _RESERVED_COUNT - 1) is None:
            raise Impossible(
                "The user ids from %d on do not exist in this container. Run as an ordinary user instead." % first
            )
        return first
    raise Impossible("All ranges of user ids are taken by other supervisors on this host.")


def _outside_of(number):
    """Who an id of ours is one user namespace further out. The root of a rootless container is an ordinary user there."""
    with open("/proc/self/uid_map") as extents:
        for inside, outside, count in (map(int, line.split()) for line in extents):
            if inside <= number < inside + count:
                return outside + number - inside
    return None


def _enter_user_namespace(own_id, range_first, least):
    """With a range of ids where the system has one for this user, large enough, and the tools to use it; else with one id."""
    uid, gid = os.getuid(), os.getgid()
    ranges = _subordinate_range("/etc/subuid", least), _subordinate_range("/etc/subgid", least)
    tools = shutil.which("newuidmap"), shutil.which("newgidmap")
    ours = os.getpid()
    if all(ranges) and all(tools):
        ready, told = os.pipe()
        helper = os.fork()
        if helper == 0:
            os.read(ready, 1)
            for tool, own, (first, count) in zip(tools, (uid, gid), ranges):
                command = [tool, ours, own_id, own, 1, range_first, first, count]
                if subprocess.run([str(part) for part in command], stderr=subprocess.DEVNULL).returncode != 0:
                    os._exit(1)
            os._exit(0)
        _unshare(kernel.CLONE_NEWUSER)
        os.write(told, b"!")
        if os.waitpid(helper, 0)[1] == 0:
            return identity.Ids(range_first, min(ranges[0][1], ranges[1][1]))
    else:
        _unshare(kernel.CLONE_NEWUSER)
    _map_one("uid_map", own_id, uid)
    try:
        _map_one("gid_map", own_id, gid)
    except OSError as refused:
        raise Impossible(why_no_namespaces(refused))
    return identity.Ids(own_id, 1)


def _map_one(name, own_id, own):
    if name == "gid_map":
        with open("/proc/self/setgroups", "w") as groups:
            groups.write("deny")
    with open("/proc/self/" + name, "w") as extents:
        extents.write("%d %d 1" % (own_id, own))


def _subordinate_range(path, least):
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
        with open(path) as lines:
            for line in lines:
                who, first, count = line.strip().split(":")
                if who in (name, str(os.getuid())) and int(count) >= least:
                    return int(first), int(count)
    except (OSError, KeyError, ValueError):
        return None
    return None
