"""Limits that hold for each process of a sandbox, and for the number of its processes, without a cgroup."""

import resource

_OUR_OWN_PROCESSES = 1


def apply(limits):
    """In the user namespace that they are meant for: the kernel counts processes for each namespace."""
    _set(resource.RLIMIT_CORE, 0)
    if limits["dataBytes"]:
        _set(resource.RLIMIT_DATA, limits["dataBytes"])
    _set(resource.RLIMIT_NPROC, limits["processes"] + _OUR_OWN_PROCESSES)
    _set(resource.RLIMIT_NOFILE, limits["openFiles"])
    _set(resource.RLIMIT_FSIZE, limits["fileSizeBytes"])


def apply_to_zygote(limits):
    """Its forks inherit the hard limits, so only what must never be raised again is set here."""
    _set(resource.RLIMIT_CORE, 0)
    if limits["dataBytes"]:
        _set(resource.RLIMIT_DATA, limits["dataBytes"])


def _set(which, wanted):
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(which, (wanted, wanted))
