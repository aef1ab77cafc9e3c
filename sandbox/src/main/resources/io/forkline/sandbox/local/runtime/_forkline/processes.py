"""Processes and what is below them, by our own /proc."""

import os


def with_descendants(pids):
    found, waiting = set(), list(pids)
    while waiting:
        pid = waiting.pop()
        if pid not in found:
            found.add(pid)
            waiting.extend(_children(pid))
    return found


def _children(pid):
    children = []
    try:
        for task in os.listdir("/proc/%d/task" % pid):
            with open("/proc/%d/task/%s/children" % (pid, task)) as file:
                children.extend(map(int, file.read().split()))
    except OSError:
        return children  # it has ended
    return children


def resident_bytes(pids):
    """No less than what they take: what they share is counted for each. Cheap."""
    pages = 0
    for pid in pids:
        pages += sum(map(int, _read("/proc/%d/statm" % pid).split()[1:2]))
    return pages * os.sysconf("SC_PAGESIZE")


def proportional_bytes(pids):
    """What they take, each page shared out among those that share it. It walks their page tables."""
    kibibytes = 0
    for pid in pids:
        for line in _read("/proc/%d/smaps_rollup" % pid).splitlines():
            if line.startswith("Pss:"):
                kibibytes += int(line.split()[1])
    return kibibytes << 10


def name(pid):
    """As ps shows it; empty when it has ended."""
    return _read("/proc/%d/comm" % pid).rstrip("\n")


def _read(path):
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return ""  # it has ended
