"""What a host keeps from others. A fork has an /etc of its own, so what is there has to be the host's to count."""
import glob
import os

from attempt import none_works

HOST = (
    "/etc/shadow",
    "/etc/gshadow",
    "/etc/sudoers",
    "/etc/ssh/ssh_host_ed25519_key",
    "/root/.ssh/id_ed25519",
    "/root/.bash_history",
    "/root/.m2/settings.xml",
    "/root/.pip/pip.conf",
    "/etc/pip.conf",
    "/var/lib/dpkg/status",
    "/var/log/syslog",
    "/boot/grub/grub.cfg",
    "/sys/class/dmi/id/product_uuid",
    "/proc/1/environ",
)


def read(path):
    with open(path, "rb") as file:
        return "%d bytes" % len(file.read(1000))


def listed(path):
    found = glob.glob(path + "/*")
    if not found:
        raise FileNotFoundError(2, "empty")
    return found[:3]


none_works(
    [(path, lambda path=path: read(path)) for path in HOST]
    + [(path, lambda path=path: listed(path)) for path in ("/root", "/srv", "/mnt", "/media", "/var/lib", os.environ["CANARY_FOLDER"])]
)
