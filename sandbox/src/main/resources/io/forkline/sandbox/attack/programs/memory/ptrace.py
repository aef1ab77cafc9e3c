"""Attaches to the canary and to all that can be seen, and lets itself be traced: even that is a way past a filter on old kernels."""
import os

from attempt import call, none_works

SEIZE, ATTACH, TRACE_ME = 0x4206, 16, 0


def others():
    pids = {int(name) for name in os.listdir("/proc") if name.isdigit()} | {1, int(os.environ["CANARY_PID"])}
    return sorted(pids - {os.getpid()})


none_works(
    [("seizing %d" % pid, lambda pid=pid: call("ptrace", SEIZE, pid, 0, 0)) for pid in others()]
    + [("attaching to %d" % pid, lambda pid=pid: call("ptrace", ATTACH, pid, 0, 0)) for pid in others()]
    + [("being traced", lambda: call("ptrace", TRACE_ME, 0, 0, 0))]
)
