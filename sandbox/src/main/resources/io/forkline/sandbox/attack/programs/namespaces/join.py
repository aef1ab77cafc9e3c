"""The namespaces of every process in sight, its own included: joining one's own user namespace again gives all capabilities of it."""
import os

from attempt import call, none_works


def join(path):
    call("setns", os.open(path, os.O_RDONLY), 0)


def join_process(pid):
    call("setns", call("pidfd_open", pid, 0), 0x20000)


PIDS = ("1", "self", os.environ["CANARY_PID"])
none_works(
    [("%s/%s" % (pid, kind), lambda pid=pid, kind=kind: join("/proc/%s/ns/%s" % (pid, kind))) for pid in PIDS for kind in ("mnt", "net", "pid", "ipc", "uts", "cgroup", "user")]
    + [("by a pidfd of PID 1", lambda: join_process(1))]
)
