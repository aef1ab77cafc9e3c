"""A directory for each supervisor that lives, under a lock; and the end of those whose supervisor is dead."""

import fcntl
import itertools
import os
import time
import uuid

from . import cgroups

_TRIES, _PAUSE_SECONDS = 40, 0.05


def own_directory(run_directory, group_parents):
    """
    A directory under a lock that we hold for life; who finds the lock free finds what a crash has left. It may be somebody in another
    control group, so the lock's file says where ours are.
    """
    while True:
        instance = os.path.join(run_directory, uuid.uuid4().hex[:12])
        lock = instance + ".lock"
        descriptor = os.open(lock, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.path.exists(lock) and os.stat(lock).st_ino == os.fstat(descriptor).st_ino:
            os.write(descriptor, "\n".join(group_parents).encode())
            os.mkdir(instance, 0o700)  # what a setup writes there keeps the modes that it chose
            return instance, lock
        os.close(descriptor)


def group_of(instance):
    """The name of an instance's control groups."""
    return "forkline-" + os.path.basename(instance)


def remove(instance, lock, group_parents):
    """What an instance has left. The lock goes last: as long as it is there, somebody will try again."""
    if remove_tree(instance) and _remove_groups(instance, group_parents):
        os.unlink(lock)


def _remove_groups(instance, group_parents):
    """The kernel lets go of a group a moment after its last process."""
    for _ in range(_TRIES):
        if cgroups.remove(group_of(instance), group_parents):
            return True
        time.sleep(_PAUSE_SECONDS)
    return False


def sweep(run_directory):
    """What dead instances have left. The whole home may go meanwhile."""
    try:
        names = os.listdir(run_directory)
    except FileNotFoundError:
        return
    for name in names:
        if name.endswith(".lock"):
            _sweep_one(os.path.join(run_directory, name))


def _sweep_one(lock):
    """What cannot be removed is for the next sweep, and what somebody else has removed meanwhile is gone."""
    try:
        with open(lock, "rb+", buffering=0) as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.exists(lock):
                recorded = held.read().decode("utf-8", "replace").splitlines()
                remove(lock[: -len(".lock")], lock, sorted({*recorded, *cgroups.parents()}))
    except OSError:
        return


def remove_tree(root):
    """
    Whether it is gone; what cannot be removed is for the next sweep. A setup may have made directories deeper than any path can
    say, so what is further down moves up before its directory goes.
    """
    if not os.path.lexists(root):
        return True
    numbers = itertools.count()
    try:
        os.chmod(root, 0o700)
        while entries := list(os.scandir(root)):
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    _remove_directory(entry.path, root, numbers)
                else:
                    os.unlink(entry.path)
        os.rmdir(root)
        return True
    except OSError:
        return False


def _remove_directory(directory, root, numbers):
    """Overlay leaves a directory behind that not even its owner may list."""
    os.chmod(directory, 0o700)
    for entry in list(os.scandir(directory)):
        if entry.is_dir(follow_symlinks=False):
            os.chmod(entry.path, 0o700)
            os.rename(entry.path, os.path.join(root, ".removing-%d" % next(numbers)))
        else:
            os.unlink(entry.path)
    os.rmdir(directory)
