"""PID 1 of a fork: runs commands as children, one at a time, and reaps all that they leave behind.

Its word is the guest's word: an exit status, a file's content. Who ran for how long, and what was killed, the supervisor knows
by itself.
"""

import errno
import os
import signal
import stat
import sys

from . import channel, kernel, rootfs, surroundings, warm

_CHUNK = 1 << 16


def serve(sock, request):
    """Serves until the supervisor is gone. Never returns."""
    channel.send(sock, {"ready": True})
    while True:
        try:
            message, descriptors = channel.receive(sock)
        except (channel.Closed, OSError):
            os._exit(0)
        answer = _OPERATIONS[message["op"]](sock, request, message, descriptors)
        channel.send(sock, answer)


def _run(sock, request, message, descriptors):
    child = os.fork()
    if child == 0:
        _become_command(sock, request, message, descriptors)
    _close(descriptors)
    status = _wait_for(child)
    _end_all()
    return {"exited": os.waitstatus_to_exitcode(status)}


def _wait_for(child):
    while True:
        pid, status = os.waitpid(-1, 0)
        if pid == child:
            return status


def _end_all():
    """Whatever a command left running ends with it. As PID 1 we reach all processes of the namespace but ourselves."""
    try:
        os.kill(-1, signal.SIGKILL)
    except ProcessLookupError:
        return
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _become_command(sock, request, message, descriptors):
    """Never returns."""
    try:
        os.setsid()
        _stand_on(descriptors)
        kernel.set_dumpable(True)
        _default_signals()
        wanted = surroundings.variables()
        wanted.update(message["environment"])
        os.chdir(rootfs.ENVIRONMENT)
        argv = message["argv"]
        script = warm.script_of(argv) if request["warm"] else None
        channel.send(sock, {"started": True})
        sock.close()
        if script is not None:
            surroundings.replace(wanted)
            warm.run(script)
        os.execvpe(argv[0], argv, wanted)
    except OSError as failed:
        sys.stderr.write("%s: %s\n" % (message["argv"][0], os.strerror(failed.errno or 0)))
        sys.stderr.flush()
        os._exit(127 if failed.errno == errno.ENOENT else 126)
    finally:
        os._exit(1)


def _default_signals():
    """A program inherits what is ignored, and our own ignore much."""
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        if signal.getsignal(number) != signal.SIG_DFL:
            signal.signal(number, signal.SIG_DFL)


def _stand_on(descriptors):
    for number, descriptor in enumerate(descriptors, start=1):
        os.dup2(descriptor, number)
    _close(descriptors)


def _write(sock, request, message, descriptors):
    try:
        os.makedirs(os.path.dirname(message["path"]), exist_ok=True)
        with open(message["path"], "wb") as file, os.fdopen(descriptors[0], "rb") as content:
            content.seek(0)
            while chunk := content.read(_CHUNK):
                file.write(chunk)
        return {"written": True}
    except OSError as failed:
        return {"refused": os.strerror(failed.errno)}


def _read(sock, request, message, descriptors):
    try:
        source = os.open(message["path"], os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(source, "rb") as file, os.fdopen(descriptors[0], "wb") as copy:
            if not stat.S_ISREG(os.fstat(source).st_mode):
                return {"refused": "not a regular file"}
            left = message["maxBytes"]
            while left > 0 and (chunk := file.read(min(left, _CHUNK))):
                copy.write(chunk)
                left -= len(chunk)
        return {"read": True}
    except OSError as failed:
        return {"refused": os.strerror(failed.errno)}


def _close(descriptors):
    for descriptor in descriptors:
        os.close(descriptor)


_OPERATIONS = {"run": _run, "write": _write, "read": _read}
