"""System calls that Python does not offer, by ctypes. Each raises OSError with the kernel's errno."""

import ctypes
import errno
import os

from .syscalls import NUMBERS

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long
_libc.prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4

MACHINE = os.uname().machine
MACHINES = tuple(NUMBERS)
_NUMBERS = NUMBERS.get(MACHINE, {})

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_NOSUID, MS_NODEV, MS_NOEXEC = 2, 4, 8
MS_REC, MS_PRIVATE = 0x4000, 0x40000
MNT_DETACH = 2

ATTR_RDONLY, ATTR_NOSUID, ATTR_NODEV, ATTR_NOEXEC = 1, 2, 4, 8

_AT_FDCWD = -100
_AT_EMPTY_PATH, _AT_RECURSIVE = 0x1000, 0x8000
_OPEN_TREE_CLONE, _OPEN_TREE_CLOEXEC = 1, os.O_CLOEXEC
_MOVE_MOUNT_F_EMPTY_PATH = 4
_FSOPEN_CLOEXEC, _FSMOUNT_CLOEXEC = 1, 1
_FSCONFIG_SET_STRING, _FSCONFIG_CMD_CREATE = 1, 6

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NAME, _PR_CAPBSET_DROP = 1, 4, 15, 24
_PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT = 38, 47
_PR_CAP_AMBIENT_RAISE, _PR_CAP_AMBIENT_CLEAR_ALL = 2, 4

_KEYCTL_JOIN_SESSION_KEYRING = 1

_SECCOMP_SET_MODE_FILTER = 1
_INSTRUCTION_BYTES = 8

_CAPABILITY_VERSION_3 = 0x20080522
LAST_CAPABILITY = 63
CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER, CAP_KILL = 0, 1, 2, 3, 5
CAP_SETGID, CAP_SETUID, CAP_SETPCAP, CAP_SYS_CHROOT, CAP_SYS_PTRACE, CAP_SYS_ADMIN = 6, 7, 8, 18, 19, 21


class _Program(ctypes.Structure):
    _fields_ = [("instructions", ctypes.c_ushort), ("code", ctypes.c_char_p)]


class _MountAttributes(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("set", "clear", "propagation", "userns_fd")]


def _check(result, subject=None):
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), subject)
    return result


def _call(name, *arguments):
    return _libc.syscall(ctypes.c_long(_NUMBERS[name]), *arguments)


def _path(path):
    return ctypes.c_char_p(os.fsencode(path))


def unshare(flags):
    _check(_libc.unshare(flags), "unshare")


def setns(descriptor, kind):
    _check(_libc.setns(descriptor, kind), "setns")


def mount(source, target, kind, flags=0, options=""):
    _check(
        _libc.mount(_path(source), _path(target), _path(kind), ctypes.c_ulong(flags), _path(options)),
        target,
    )


def unmount_lazily(target):
    _check(_libc.umount2(_path(target), MNT_DETACH), target)


def detached_mount(kind, option, value, attributes):
    """A new file system that is mounted nowhere yet, as a descriptor."""
    context = _check(_call("fsopen", kind.encode(), ctypes.c_uint(_FSOPEN_CLOEXEC)), kind)
    try:
        _check(_call("fsconfig", context, _FSCONFIG_SET_STRING, option.encode(), value.encode(), 0), option)
        _check(_call("fsconfig", context, _FSCONFIG_CMD_CREATE, None, None, 0), kind)
        return _check(_call("fsmount", context, ctypes.c_uint(_FSMOUNT_CLOEXEC), ctypes.c_uint(attributes)), kind)
    finally:
        os.close(context)


def clone_mount(path):
    """A detached copy of the tree of mounts at a path, as a descriptor."""
    flags = _OPEN_TREE_CLONE | _OPEN_TREE_CLOEXEC | _AT_RECURSIVE
    return _check(_call("open_tree", _AT_FDCWD, _path(path), ctypes.c_uint(flags)), path)


def restrict_mount(descriptor, attributes):
    """Sets attributes on a whole tree of mounts; MS_BIND with MS_RDONLY would do nothing."""
    wanted = _MountAttributes(attributes, 0, 0, 0)
    flags = ctypes.c_uint(_AT_EMPTY_PATH | _AT_RECURSIVE)
    size = ctypes.c_size_t(ctypes.sizeof(wanted))
    _check(_call("mount_setattr", descriptor, b"", flags, ctypes.byref(wanted), size), "mount_setattr")


def attach_mount(descriptor, target):
    """Puts a detached tree of mounts at a path, whose last step is not followed if it is a link."""
    _check(_call("move_mount", descriptor, b"", _AT_FDCWD, _path(target), _MOVE_MOUNT_F_EMPTY_PATH), target)


def pivot_root_here():
    """Makes the working directory, a mount, the root, and lets go of all that was mounted before."""
    _check(_call("pivot_root", b".", b"."), "pivot_root")
    unmount_lazily(".")
    os.chdir("/")


def close_range(first, last):
    if first <= last:
        _check(_call("close_range", ctypes.c_uint(first), ctypes.c_uint(last), ctypes.c_uint(0)), "close_range")


def set_hostname(name):
    encoded = name.encode()
    _check(_libc.sethostname(encoded, len(encoded)), "sethostname")


def _prctl(option, first, second=0):
    return _libc.prctl(option, first, second, 0, 0)


def die_with_parent(signal_number):
    _check(_prctl(_PR_SET_PDEATHSIG, signal_number), "prctl")


def set_dumpable(yes):
    _check(_prctl(_PR_SET_DUMPABLE, int(yes)), "prctl")


def set_process_name(name):
    """What ps shows; at most 15 bytes."""
    buffer = ctypes.create_string_buffer(name.encode())
    _check(_prctl(_PR_SET_NAME, ctypes.addressof(buffer)), "prctl")


def no_new_privileges():
    _check(_prctl(_PR_SET_NO_NEW_PRIVS, 1), "prctl")


def install_filter(code):
    """A system call filter, in BPF, for us and all that descend from us. It needs no_new_privs."""
    program = _Program(len(code) // _INSTRUCTION_BYTES, code)
    _check(_call("seccomp", _SECCOMP_SET_MODE_FILTER, 0, ctypes.byref(program)), "seccomp")


def join_new_session_keyring():
    """
    The one we have came with the user's session, through every fork and namespace, with the user's keys in it. Where the call is
    forbidden, it is so to what we start.
    """
    if _call("keyctl", _KEYCTL_JOIN_SESSION_KEYRING, None) < 0:
        number = ctypes.get_errno()
        if number not in (errno.ENOSYS, errno.EPERM):
            raise OSError(number, os.strerror(number), "keyctl")


def keep_capabilities(kept, over_exec=False):
    """Leaves these capabilities in the bounding, permitted and effective sets; in the others only to keep them over exec."""
    bound_capabilities(kept)
    hold_capabilities(kept, over_exec)


def bound_capabilities(kept):
    """Nothing but these can be gained any more. Who changes from root to another user has no right to this afterwards."""
    for capability in range(LAST_CAPABILITY + 1):
        if capability not in kept and _prctl(_PR_CAPBSET_DROP, capability) < 0:
            if ctypes.get_errno() == errno.EINVAL:
                break  # beyond the last one that this kernel knows
            _check(-1, "prctl")


def hold_capabilities(kept, over_exec=False):
    """Leaves these capabilities in the permitted and effective sets; in the others only to keep them over exec."""
    _check(_prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL), "prctl")
    mask = sum(1 << capability for capability in kept)
    low, high = mask & 0xFFFFFFFF, mask >> 32
    inherited_low, inherited_high = (low, high) if over_exec else (0, 0)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    data = (ctypes.c_uint32 * 6)(low, low, inherited_low, high, high, inherited_high)
    _check(_call("capset", header, data), "capset")
    if over_exec:
        for capability in kept:
            _check(_prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, capability), "prctl")


def write_setting(path, text):
    """Writes a file of /proc, which takes a setting in one piece."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)


def flush_c_streams():
    _libc.fflush(None)
