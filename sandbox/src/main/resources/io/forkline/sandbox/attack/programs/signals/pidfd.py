import os

from attempt import call, none_works


def steal(pid):
    handle = call("pidfd_open", pid, 0)
    for number in range(0, 64):
        try:
            return "descriptor %d of process %d is %s" % (number, pid, os.readlink("/proc/self/fd/%d" % call("pidfd_getfd", handle, number, 0)))
        except OSError as failed:
            last = failed
    raise last


PIDS = {1, os.getppid() or 1, int(os.environ["CANARY_PID"])} - {os.getpid()}
none_works(("of process %d" % pid, lambda pid=pid: steal(pid)) for pid in PIDS)
