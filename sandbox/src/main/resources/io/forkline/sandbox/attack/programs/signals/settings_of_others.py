"""Priority, processors and limits of a process of the host."""
import os
import resource

from attempt import none_works

PID = int(os.environ["CANARY_PID"])


def less_priority():
    os.setpriority(os.PRIO_PROCESS, PID, os.getpriority(os.PRIO_PROCESS, PID) + 1)
    return "process %d of the host has less priority" % PID


none_works(
    [
        ("priority", less_priority),
        ("processors", lambda: os.sched_setaffinity(PID, {0})),
        ("scheduling", lambda: os.sched_setscheduler(PID, os.SCHED_BATCH, os.sched_param(0))),
        ("limits", lambda: resource.prlimit(PID, resource.RLIMIT_NOFILE)),
    ]
)
