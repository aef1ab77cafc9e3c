"""The system call filters of a zygote and of a fork. A filter cannot be taken off, and all that descend from a process have it too."""

import os
from errno import ENOSYS

from . import bpf, kernel, policy
from .impossible import Impossible
from .syscalls import NUMBERS

# what the kernel calls the numbering that a call is made in; x32 is in that of x86-64, with numbers that no list has
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}


def of_zygote(machine=kernel.MACHINE):
    """Instructions that let through what the policy knows, and nothing else."""
    return _assemble(machine, policy.of_zygote(), bpf.fail(ENOSYS))


def of_forker(machine=kernel.MACHINE):
    """Instructions for a process that has those of a zygote, and forks into cells that others make."""
    return _assemble(machine, policy.of_forker(), bpf.ALLOW)


def of_fork(machine=kernel.MACHINE):
    """Instructions for a process that has those of a zygote, and will make no forks itself."""
    return _assemble(machine, policy.of_fork(), bpf.ALLOW)


def of_relay(machine=kernel.MACHINE):
    """Instructions for a process that has those of a zygote, and carries bytes."""
    return _assemble(machine, policy.of_relay(), bpf.ALLOW)


def _assemble(machine, decided, otherwise):
    """A call in the numbering of another architecture ends the process."""
    numbers = NUMBERS[machine]
    cases = {numbers[name]: decision for name, decision in decided.items() if name in numbers}
    calls = bpf.Switch(bpf.NUMBER, cases, otherwise)
    return bpf.assemble(bpf.Switch(bpf.ARCHITECTURE, {_ARCHITECTURES[machine]: calls}, bpf.KILL))


def check():
    """Tries them on, in a process that ends then. Nothing runs where they cannot be had."""
    child = os.fork()
    if child == 0:
        _try_and_exit()
    refused = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if refused != 0:
        raise Impossible(
            "This machine does not let us filter system calls (%s). Its kernel needs CONFIG_SECCOMP_FILTER; in a container, allow it"
            " with --security-opt seccomp=unconfined." % os.strerror(abs(refused))
        )


def _try_and_exit():
    try:
        kernel.no_new_privileges()
        kernel.install_filter(of_zygote())
        kernel.install_filter(of_forker())
        kernel.install_filter(of_fork())
        kernel.install_filter(of_relay())
    except OSError as refused:
        os._exit(refused.errno)
    os._exit(0)
