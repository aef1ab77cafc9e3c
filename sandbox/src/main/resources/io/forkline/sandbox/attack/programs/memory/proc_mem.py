import os

from attempt import none_works


def read(pid, file):
    with open("/proc/%d/%s" % (pid, file), "rb", buffering=0) as opened:
        if file == "mem":
            opened.seek(int(os.environ["CANARY_ADDRESS"]))
        got = opened.read(32)
    if not got:
        raise PermissionError(13, "empty")
    return got.decode(errors="replace")


CANARY = int(os.environ["CANARY_PID"])
PIDS = [CANARY] + sorted({1, os.getppid() or 1} - {CANARY, os.getpid()})
none_works(("%d/%s" % (pid, file), lambda pid=pid, file=file: read(pid, file)) for pid in PIDS for file in ("mem", "maps", "environ", "auxv", "stack"))
