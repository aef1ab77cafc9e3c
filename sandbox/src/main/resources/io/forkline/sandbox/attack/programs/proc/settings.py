"""Settings by which a process becomes root of the host. Opens them for writing, and writes nothing."""
import glob
import os

from attempt import none_works

SETTINGS = [
    "/proc/sys/kernel/core_pattern",
    "/proc/sys/kernel/modprobe",
    "/proc/sys/kernel/hotplug",
    "/proc/sys/kernel/ns_last_pid",
    "/proc/sys/vm/overcommit_memory",
    "/proc/sys/fs/binfmt_misc/register",
    "/proc/sys/net/ipv4/ip_forward",
    "/proc/sysrq-trigger",
    "/proc/irq/default_smp_affinity",
    "/proc/acpi/wakeup",
    "/proc/scsi/scsi",
    "/sys/kernel/uevent_helper",
    "/sys/kernel/mm/transparent_hugepage/enabled",
    "/sys/power/state",
    "/sys/fs/cgroup/release_agent",
    "/sys/fs/cgroup/cgroup.procs",
] + glob.glob("/sys/fs/cgroup/*/release_agent")


def writable(path):
    os.close(os.open(path, os.O_WRONLY))
    return "open for writing"


none_works((path, lambda path=path: writable(path)) for path in SETTINGS)
