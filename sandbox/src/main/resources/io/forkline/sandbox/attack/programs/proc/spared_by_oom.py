"""Asks to be the last that the kernel kills when memory runs out."""
from attempt import none_works


def spared(pid, value):
    path = "/proc/%s/oom_score_adj" % pid
    with open(path) as file:
        before = int(file.read())
    if before <= value:
        return "it is %d already" % before
    with open(path, "w") as file:
        file.write(str(value))


none_works([("self", lambda: spared("self", -1000)), ("PID 1", lambda: spared("1", -1000)), ("below 0", lambda: spared("self", -1))])
