"""When a machine does not let us confine processes: what it is, and what to do about it."""

import re

_OLDEST_KERNEL = (5, 12)


class Impossible(Exception):
    """This machine does not let us confine processes; the message says what to do about it."""


def check_kernel(release, machine, machines):
    """mount_setattr, which makes a whole tree of mounts read only at once, is of Linux 5.12."""
    if machine not in machines:
        raise Impossible("The local sandbox runs on %s, not on %s." % (" and ".join(machines), machine))
    version = tuple(int(number) for number in re.findall(r"\d+", release)[:2])
    if version < _OLDEST_KERNEL:
        raise Impossible("The local sandbox needs Linux %d.%d or newer; this is %s." % (_OLDEST_KERNEL + (release,)))


def why_no_namespaces(refused):
    if setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1":
        return (
            "AppArmor on this machine keeps ordinary users from namespaces (%s). 'forkline doctor' prints the profile that"
            " allows them to Forkline." % refused.strerror
        )
    if setting("/proc/sys/kernel/unprivileged_userns_clone") == "0":
        return "Namespaces are off for ordinary users; set them on: sysctl kernel.unprivileged_userns_clone=1."
    if setting("/proc/sys/user/max_user_namespaces") == "0":
        return "User namespaces are off on this machine; set them on: sysctl user.max_user_namespaces=15000."
    return (
        "This machine does not let us make namespaces (%s). In a container, allow it with --security-opt"
        " seccomp=unconfined --security-opt systempaths=unconfined." % refused.strerror
    )


def setting(path):
    try:
        with open(path) as file:
            return file.read().strip()
    except OSError:
        return None
