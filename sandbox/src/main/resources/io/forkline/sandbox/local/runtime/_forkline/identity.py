"""Who processes are on the host: the ranges of user ids that zygotes and forks get, and the maps between them.

A zygote has a block of ids. It runs as the first of them, each of its forks as one of the others. Nobody is 0, neither on
the host nor in a namespace. Where the host gives us one id only, all share it, and the namespaces alone keep them apart.
"""

import os

from . import kernel

BLOCK = 1024
GUEST_ID = 1000
_HOSTNAME_BYTES, _MACHINE_ID_BYTES = 4, 16
ZYGOTE_ID = 1


class Ids:
    """The ids that this supervisor may hand out, as its own user namespace numbers them."""

    def __init__(self, first, count):
        self.single = count < 2 * BLOCK
        self._first = first
        self._free = [first + BLOCK * i for i in range(count // BLOCK)]

    def take(self, leaving=0):
        """The first id of a free block, or None when no more than so many are free."""
        if self.single:
            return self._first
        return self._free.pop(0) if len(self._free) > leaving else None

    def give_back(self, first):
        if not self.single:
            self._free.append(first)

    def block_size(self):
        return 1 if self.single else BLOCK

    def slots(self):
        """Ids for forks that run at once, as the zygote's namespace numbers them."""
        if self.single:
            return [ZYGOTE_ID] * (BLOCK - 1)
        return list(range(ZYGOTE_ID + 1, ZYGOTE_ID + BLOCK))

    def outside(self, first, slot):
        """What a slot of a block is in our own numbering."""
        return first + slot - ZYGOTE_ID


def write_maps(pid, inside, outside, count):
    """Maps user and group ids of the namespace of a process. No group may be dropped or gained inside."""
    root = "/proc/%s/" % pid
    kernel.write_setting(root + "setgroups", "deny")
    kernel.write_setting(root + "uid_map", "%d %d %d" % (inside, outside, count))
    kernel.write_setting(root + "gid_map", "%d %d %d" % (inside, outside, count))


def become(number):
    """Takes an id for user and group, leaving no way back but capabilities."""
    os.setresgid(number, number, number)
    os.setresuid(number, number, number)


def own_names():
    """What a fork is called by, and nobody else."""
    return {"hostname": "fork-" + os.urandom(_HOSTNAME_BYTES).hex(), "machineId": os.urandom(_MACHINE_ID_BYTES).hex()}
