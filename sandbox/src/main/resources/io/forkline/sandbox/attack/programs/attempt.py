"""What every attempt shares: the word it ends with, and the kernel's calls that Python has no function for.

An attempt says `escaped` with evidence, `held` with what refused it, or `absent` with what this host lacks. Nothing else counts.
"""

import ctypes
import errno
import os
import platform
import sys

_LIBC = ctypes.CDLL(None, use_errno=True)
_LIBC.syscall.restype = ctypes.c_long  # an address is longer than an int
_NUMBERS = {
    "acct": (163, 89),
    "add_key": (248, 217),
    "bpf": (321, 280),
    "capset": (126, 91),
    "clock_settime": (227, 112),
    "clone": (56, 220),
    "clone3": (435, 435),
    "delete_module": (176, 106),
    "fanotify_init": (300, 262),
    "finit_module": (313, 273),
    "fsopen": (430, 430),
    "fspick": (433, 433),
    "init_module": (175, 105),
    "io_uring_register": (427, 427),
    "io_uring_setup": (425, 425),
    "kcmp": (312, 272),
    "kexec_load": (246, 104),
    "keyctl": (250, 219),
    "mount": (165, 40),
    "mount_setattr": (442, 442),
    "move_mount": (429, 429),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "open_tree": (428, 428),
    "perf_event_open": (298, 241),
    "pidfd_getfd": (438, 438),
    "pidfd_open": (434, 434),
    "pivot_root": (155, 41),
    "process_madvise": (440, 440),
    "process_mrelease": (448, 448),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "reboot": (169, 142),
    "request_key": (249, 218),
    "setns": (308, 268),
    "shmat": (30, 196),
    "shmget": (29, 194),
    "swapon": (167, 224),
    "syslog": (103, 116),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
}


def escaped(evidence):
    _end("escaped", evidence)


def held(reason):
    _end("held", reason)


def absent(why):
    _end("absent", why)


def _end(word, text):
    sys.stdout.write("\n%s %s\n" % (word, " ".join(str(text).split())))
    sys.stdout.flush()
    os._exit(0)


def call(name, *arguments):
    """A call of the kernel; OSError when it refuses."""
    number = _NUMBERS[name][0 if platform.machine() == "x86_64" else 1]
    wide = [a if isinstance(a, (bytes, ctypes.Array, type(None))) or hasattr(a, "_obj") else ctypes.c_long(a) for a in arguments]
    answer = _LIBC.syscall(ctypes.c_long(number), *wide)
    if answer == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer


def name(failed):
    return errno.errorcode.get(failed.errno, str(failed))


def none_works(tries):
    """Tries each (what, function). One that returns is an escape; if none does, their errors are what held."""
    refused = {}
    for what, function in tries:
        try:
            got = function()
        except OSError as failed:
            refused.setdefault(name(failed), []).append(what)
            continue
        escaped("%s: %s" % (what, "done" if got is None else got))
    held("; ".join("%s for %s" % (error, ", ".join(whats)) for error, whats in sorted(refused.items())) or "nothing there to try")


def in_child(function, seconds=20):
    """Runs it in a child. Its answer is the child's wait status."""
    child = os.fork()
    if child == 0:
        try:
            function()
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1]
