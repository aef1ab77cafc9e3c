"""What our own processes take, by name."""

import os

from . import processes

_OURS = ("forkline-keeper", "forkline-zygote", "forkline-cell", "forkline-fork")


def by_name():
    """Each page is shared out among those that share it. What has executed another program has its name, and is not in."""
    found = {name: {"processes": 0, "pssBytes": 0} for name in _OURS}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        entry = found.get(processes.name(int(pid)))
        if entry is not None:
            entry["processes"] += 1
            entry["pssBytes"] += processes.proportional_bytes([int(pid)])
    return found
