"""clone and clone3 with the flag of a namespace. A child that comes about ends at once."""
import os
import struct

from attempt import call, none_works

SIGCHLD, USER, MOUNT, NETWORK = 17, 0x10000000, 0x20000, 0x40000000


def clone(flags):
    if call("clone", flags | SIGCHLD, 0, 0, 0, 0) == 0:
        os._exit(0)
    return "a child in a namespace of its own"


def clone3(flags):
    arguments = struct.pack("=8Q", flags, 0, 0, 0, SIGCHLD, 0, 0, 0)
    if call("clone3", arguments, len(arguments)) == 0:
        os._exit(0)
    return "a child in a namespace of its own"


none_works(
    ("%s with %s" % (how.__name__, what), lambda how=how, flags=flags: how(flags))
    for how in (clone, clone3)
    for what, flags in (("user", USER), ("user and mount", USER | MOUNT), ("network", NETWORK))
)
