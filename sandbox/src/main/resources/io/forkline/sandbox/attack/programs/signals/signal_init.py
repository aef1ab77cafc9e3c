"""The process that supervises this one, PID 1 here: stopped, it would reap and report nothing."""
import os
import signal

from attempt import held

answers = set()
for number in (signal.SIGTERM, signal.SIGSTOP, signal.SIGKILL, signal.SIGSEGV, signal.SIGUSR1):
    try:
        os.kill(1, number)
        answers.add("ignored")
    except OSError as failed:
        answers.add(failed.strerror)
with open("/proc/1/stat") as file:
    state = file.read().split(")")[1].split()[0]
if state in "TtZX":
    from attempt import escaped

    escaped("PID 1 is in state " + state)
held("%s; PID 1 goes on" % " and ".join(sorted(answers)))
