"""The cgroups that runsc makes for containers: where they are, what they say in the end, and that they are removed."""

import hashlib
import os

_ROOT = "/sys/fs/cgroup"
_OURS = "forkline"


def parent_of(run_directory, instance):
    """Where the cgroups of an instance's containers are, below each hierarchy; None where we may make none."""
    parent = "%s/%s/%s" % (_OURS, _home(run_directory), os.path.basename(instance))
    for hierarchy in _hierarchies():
        try:
            os.makedirs(os.path.join(hierarchy, parent), exist_ok=True)
        except OSError:
            return None
    return parent if _hierarchies() else None


def out_of_memory(path):
    """Whether the kernel has killed a process in this cgroup because it was full."""
    for hierarchy in _hierarchies():
        for name in ("memory.events", "memory.oom_control"):
            try:
                with open(os.path.join(hierarchy, path, name)) as events:
                    counts = dict(line.split() for line in events)
            except (OSError, ValueError):
                continue
            if int(counts.get("oom_kill", 0)) > 0:
                return True
    return False


def remove(path):
    """With those below; one that is in use stays."""
    for hierarchy in _all_hierarchies():
        for directory, _, _ in os.walk(os.path.join(hierarchy, path), topdown=False):
            _remove_one(directory)


def _remove_one(directory):
    try:
        os.rmdir(directory)
    except OSError:
        return


def sweep(run_directory):
    """Removes what instances have left whose directory is gone."""
    home = "%s/%s" % (_OURS, _home(run_directory))
    left = set()
    for hierarchy in _all_hierarchies():
        try:
            left.update(os.listdir(os.path.join(hierarchy, home)))
        except OSError:
            continue
    for instance in left:
        if not os.path.lexists(os.path.join(run_directory, instance)):
            remove(home + "/" + instance)
    for hierarchy in _all_hierarchies():
        for emptied in (home, _OURS):
            _remove_one(os.path.join(hierarchy, emptied))


def _home(run_directory):
    return hashlib.sha256(os.path.realpath(run_directory).encode()).hexdigest()[:12]


def _hierarchies():
    """Those that limit what we limit: one in version 2, one for each kind in version 1."""
    if os.path.exists(_ROOT + "/cgroup.controllers"):
        return [_ROOT]
    found = [os.path.join(_ROOT, name) for name in ("memory", "cpu")]
    return found if all(map(os.path.isdir, found)) else []


def _all_hierarchies():
    """Version 1: runsc makes its cgroup in every one."""
    if os.path.exists(_ROOT + "/cgroup.controllers"):
        return [_ROOT]
    try:
        return [entry.path for entry in os.scandir(_ROOT) if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []
