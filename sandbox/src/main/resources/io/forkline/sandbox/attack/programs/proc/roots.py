"""Root, working directory and descriptors of each process that can be seen."""
import os

from attempt import none_works

CANARY = os.environ["CANARY_FILE"]
FIRST = os.environ["CANARY_PID"]
PIDS = [FIRST] + sorted(({name for name in os.listdir("/proc") if name.isdigit()} | {"1"}) - {FIRST}, key=int)


def read(path):
    with open(path) as file:
        return file.read(200)


def listed(path):
    return os.listdir(path)


def tries():
    for pid in PIDS:
        yield pid + "/root", lambda pid=pid: read("/proc/%s/root%s" % (pid, CANARY))
        yield pid + "/cwd", lambda pid=pid: read("/proc/%s/cwd/%s%s" % (pid, "../" * 40, CANARY))
        if int(pid) != os.getpid():
            yield pid + "/fd", lambda pid=pid: listed("/proc/%s/fd" % pid)
            yield pid + "/map_files", lambda pid=pid: listed("/proc/%s/map_files" % pid)


none_works(tries())
