"""All devices that can be found, and those that are usually there. Five are harmless, and meant to be."""
import os
import stat

from attempt import escaped, none_works

MEANT = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"}
USUAL = ("mem", "kmem", "port", "sda", "vda", "nvme0n1", "dm-0", "loop0", "loop-control", "fuse", "kvm", "vhost-vsock", "net/tun", "ptmx", "tty", "console", "uinput", "snapshot")

for folder, _, files in os.walk("/dev"):
    for file in files:
        path = os.path.join(folder, file)
        kind = os.lstat(path).st_mode
        if (stat.S_ISCHR(kind) or stat.S_ISBLK(kind)) and path not in MEANT:
            escaped("there is " + path)


def opened(path):
    os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
    return "opened"


none_works(("/dev/" + name, lambda name=name: opened("/dev/" + name)) for name in USUAL)
