"""The system calls about which their arguments decide, and the few that a fork gives up when it is made."""

from errno import EAFNOSUPPORT, EINVAL, EPERM, EPROTONOSUPPORT

from . import kernel
from .bpf import ALLOW, SUCCEED, Switch, argument, fail, upper_half

_CLONE_NEWCGROUP, _CLONE_PARENT = 0x02000000, 0x00008000
_OF_A_FORK = (
    kernel.CLONE_NEWUSER,
    kernel.CLONE_NEWNS,
    kernel.CLONE_NEWPID,
    kernel.CLONE_NEWIPC,
    kernel.CLONE_NEWUTS,
    kernel.CLONE_NEWNET,
)
_NAMESPACES = sum(_OF_A_FORK)

_AF_UNIX, _AF_INET, _AF_INET6, _AF_NETLINK = 1, 2, 10, 16
_STREAM, _DATAGRAM, _TYPE_BITS = 1, 2, 0xF
_ANY, _TCP, _UDP = 0, 6, 17
_NETLINK_ROUTE = 0

_PERSONALITIES = {
    "as it is: a question": 0xFFFFFFFF,
    "Linux": 0,
    "Linux that says it has 32 bits: builds": 0x8,
    "Linux at fixed addresses: sanitizers": 0x40000,
}
_TERMINAL_REQUESTS = {"TIOCSTI types for the user": 0x5412, "TIOCLINUX pastes": 0x541C, "TIOCSETD loads modules": 0x5423}
_FILE_REQUESTS = {
    "F_SETLEASE holds up whoever opens the file next, for 45 s": 1024,
    "F_NOTIFY sends signals without end": 1026,
    "F_SETDELEG is a lease on a folder": 1040,
}
_RLIMIT_CORE = 4
_PROCESS_OPTIONS = {
    "PDEATHSIG": (1, 2),
    "DUMPABLE": (3, 4),
    "KEEPCAPS": (7, 8),
    "NAME": (15, 16),
    "SECCOMP": (21, 22),
    "CAPBSET": (23, 24),
    "TSC": (25, 26),
    "SECUREBITS, to read": (27,),
    "TIMERSLACK": (29, 30),
    "CHILD_SUBREAPER": (36, 37),
    "NO_NEW_PRIVS": (38, 39),
    "THP_DISABLE": (41, 42),
    "CAP_AMBIENT": (47,),
    "SVE and SME": (50, 51, 63, 64),
    "SPECULATION_CTRL": (52, 53),
    "PAC": (54, 60, 61),
    "TAGGED_ADDR": (55, 56),
    "MDWE": (65, 66),
    "SHADOW_STACK": (74, 75, 76),
    "AUXV": (0x41555856,),
    "VMA": (0x53564D41,),
}


def _only(word, values, otherwise, mask=None):
    return Switch(word, {value: ALLOW for value in values}, otherwise, mask)


# TCP and UDP: a protocol that the kernel has not loaded yet would be loaded for whoever asks
_INTERNET = Switch(
    argument(1),
    {
        _STREAM: _only(argument(2), (_ANY, _TCP), fail(EPROTONOSUPPORT)),
        _DATAGRAM: _only(argument(2), (_ANY, _UDP), fail(EPROTONOSUPPORT)),
    },
    fail(EPERM),
    _TYPE_BITS,
)

# a pointer of which both halves are 0
_ASKS_ONLY = Switch(argument(2), {0: _only(upper_half(2), (0,), SUCCEED)}, SUCCEED)

BY_ARGUMENT = {
    "no namespace is made by a flag, and no child that is somebody else's: those of a fork are to be found below its cell": {
        "clone": _only(argument(0), (0,), fail(EPERM), _NAMESPACES | _CLONE_NEWCGROUP | _CLONE_PARENT),
    },
    "no VSOCK, packets and the like; of netlink the one that getaddrinfo and getifaddrs read the own interfaces by": {
        "socket": Switch(
            argument(0),
            {
                _AF_UNIX: ALLOW,
                _AF_INET: _INTERNET,
                _AF_INET6: _INTERNET,
                _AF_NETLINK: _only(argument(2), (_NETLINK_ROUTE,), fail(EPROTONOSUPPORT)),
            },
            fail(EAFNOSUPPORT),
        ),
        "socketpair": _only(argument(0), (_AF_UNIX,), fail(EAFNOSUPPORT)),
    },
    "no input is put into a terminal, should one get in": {
        "ioctl": Switch(argument(1), {each: fail(EPERM) for each in _TERMINAL_REQUESTS.values()}, ALLOW),
    },
    "no file that others use is held up; whose it is does not matter where all have one user id": {
        "fcntl": Switch(argument(1), {each: fail(EPERM) for each in _FILE_REQUESTS.values()}, ALLOW),
    },
    "the limit of cores stays: with 0 a host's program would be started to take them; many programs want 0, and end if it fails": {
        "setrlimit": Switch(argument(0), {_RLIMIT_CORE: SUCCEED}, ALLOW),
        "prlimit64": Switch(argument(1), {_RLIMIT_CORE: _ASKS_ONLY}, ALLOW),
    },
    "what a process may ask for itself, and no old layouts of memory": {
        "prctl": _only(argument(0), sum(_PROCESS_OPTIONS.values(), ()), fail(EINVAL)),
        "personality": _only(argument(0), _PERSONALITIES.values(), fail(EPERM)),
    },
}

FORKING = {
    "the namespaces of a fork; none for cgroups, which would show the host's, and none for time": {
        "unshare": _only(argument(0), (0,), fail(EPERM), 0xFFFFFFFF & ~_NAMESPACES),
        "setns": _only(argument(1), _OF_A_FORK, fail(EPERM)),
    },
    "the root of a fork, and its name": dict.fromkeys(
        "fsconfig fsmount fsopen mount move_mount open_tree pivot_root sethostname umount2".split(), ALLOW
    ),
}
