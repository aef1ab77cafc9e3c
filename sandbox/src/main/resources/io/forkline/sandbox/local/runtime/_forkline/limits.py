"""Limits that hold for each process of a sandbox, and for the number of its processes, without a cgroup."""

import resource

_OUR_OWN_PROCESSES = 1
# a core of no length: a host that pipes cores to a program of its own ignores a limit of 0, but drops what may have 1 byte
_NO_CORE = 1
_LOCKED_BYTES = 8 << 20
# the kernel counts these for whoever made our user namespace as well, who has them for all forks and for itself
_PENDING_SIGNALS = 512
_QUEUE_BYTES = 100 << 10
INOTIFY = {"max_inotify_instances": "8", "max_inotify_watches": "4096"}


def apply_to_all_of_us():
    """To the launcher, so that nobody below has more: what its user may do for music or with cores is not for a guest."""
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (_NO_CORE, _NO_CORE))
    except ValueError:
        pass  # whoever has 0 and is not root cannot have 1
    for which in (resource.RLIMIT_RTPRIO, resource.RLIMIT_NICE):
        _set(which, 0)
    _set(resource.RLIMIT_MEMLOCK, _LOCKED_BYTES)


def apply(limits):
    """In the user namespace that they are meant for: the kernel counts processes for each namespace."""
    if limits["dataBytes"]:
        _set(resource.RLIMIT_DATA, limits["dataBytes"])
    _set(resource.RLIMIT_NPROC, limits["processes"] + _OUR_OWN_PROCESSES)
    _set(resource.RLIMIT_NOFILE, limits["openFiles"])
    _set(resource.RLIMIT_SIGPENDING, _PENDING_SIGNALS)
    _set(resource.RLIMIT_MSGQUEUE, _QUEUE_BYTES)
    _set(resource.RLIMIT_FSIZE, limits["fileSizeBytes"])


def apply_to_zygote(limits):
    """Its forks inherit the hard limits, so only what must never be raised again is set here."""
    if limits["dataBytes"]:
        _set(resource.RLIMIT_DATA, limits["dataBytes"])


def _set(which, wanted):
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(which, (wanted, wanted))
