import os
import signal

from attempt import none_works

PID = int(os.environ["CANARY_PID"])


def send():
    os.kill(PID, signal.SIGUSR1)
    return "process %d of the host was signalled" % PID


none_works([("kill", send)])
