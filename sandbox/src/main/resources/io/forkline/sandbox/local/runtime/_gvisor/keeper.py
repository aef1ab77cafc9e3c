"""PID 1 above one container: makes its files, runs runsc, and waits until all that runsc left running has ended.

Mounts, processes, and the socket by which runsc speaks to its sandbox, are in namespaces of the keeper's own. Killing it ends them.
"""

import os
import signal
import socket

from _forkline import channel, kernel

from . import bundle, filesystem

_TAIL_BYTES = 2000
_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"


class Plan:
    """
    What a container is made of.

    `image` is a directory with a checkpoint to restore, or None for a cold start; `cgroup` is where runsc puts its processes, or None
    where it may not.
    """

    def __init__(self, request, settings, name, limits, target=None, image=None, to_be_checkpointed=False):
        self.runsc, self.platform, self.network = request["runsc"], request["platform"], request["network"]
        self.lowers, self.binds = request["lowers"], request["binds"]
        self.settings, self.name, self.limits, self.target, self.image = settings, name, limits, target, image
        self.to_be_checkpointed = to_be_checkpointed
        self.cgroup = None if settings.cgroup_parent is None else settings.cgroup_parent + "/" + name


def start(plan, stage, own_pid_namespace):
    """The keeper's pid, our end of its socket, and our end of the guest's."""
    sync, their_sync = channel.pair()
    control, their_control = channel.pair()
    kernel.unshare(kernel.CLONE_NEWPID)
    try:
        pid = os.fork()
        if pid == 0:
            _keep(plan, stage, their_sync, their_control)
    finally:
        kernel.setns(own_pid_namespace, kernel.CLONE_NEWPID)
    their_sync.close()
    their_control.close()
    return pid, sync, control


def _keep(plan, stage, sync, control):
    """Never returns."""
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        output = os.memfd_create("output")
        _close_all_but((sync.fileno(), control.fileno(), output))
        _Keeper(plan, stage, sync, output).serve(control)
    finally:
        os._exit(0)


def _close_all_but(kept):
    last = 2
    for descriptor in sorted(kept):
        kernel.close_range(last + 1, descriptor - 1)
        last = descriptor
    kernel.close_range(last + 1, 0xFFFFFFFF)


class Failed(Exception):
    """runsc has refused; this is what it said."""


class _Keeper:
    def __init__(self, plan, stage, sync, output):
        self._plan, self._stage, self._sync = plan, stage, sync
        # what runsc and the container write, for the reason of a failure
        self._output = output

    def serve(self, control):
        plan = self._plan
        try:
            kernel.unshare(kernel.CLONE_NEWNS | kernel.CLONE_NEWIPC | (0 if plan.network else kernel.CLONE_NEWNET))
            kernel.mount("none", "/", "", kernel.MS_REC | kernel.MS_PRIVATE)
            kernel.mount("proc", "/proc", "proc", kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC)
            files = filesystem.Files(self._stage)
            files.build(plan)
            options = bundle.options(plan, files.state)
            birth = ["run"] if plan.image is None else ["restore", "-image-path", plan.image]
            self._run(options + birth + ["-detach", "-bundle", files.bundle, plan.name], control.fileno())
            control.close()
            channel.send(self._sync, {"started": True})
            if plan.to_be_checkpointed:
                self._checkpoint_on_request(options, files)
        except (OSError, RecursionError, Failed) as failed:
            channel.send(self._sync, {"failed": str(failed)})
            return
        _wait_for_all()

    def _checkpoint_on_request(self, options, files):
        try:
            request, _ = channel.receive(self._sync)
        except (channel.Closed, OSError):
            return
        nothing = os.open(os.devnull, os.O_RDWR)
        self._run(options + ["checkpoint", "-image-path", request["checkpoint"], self._plan.name], nothing)
        files.save_written(request["checkpoint"])
        channel.send(self._sync, {"checkpointed": True})

    def _run(self, command, standard_input):
        """Waits for runsc itself; what it leaves running is ours to wait for later."""
        before = os.fstat(self._output).st_size
        pid = os.fork()
        if pid == 0:
            self._become(command, standard_input)
        while True:
            ended, status = os.waitpid(-1, 0)
            if ended == pid:
                break
        if status != 0:
            start = max(before, os.fstat(self._output).st_size - _TAIL_BYTES)
            said = os.pread(self._output, _TAIL_BYTES, start).decode("utf-8", "replace").strip()
            raise Failed(said or "runsc ended with status %d" % os.waitstatus_to_exitcode(status))

    def _become(self, command, standard_input):
        """Never returns."""
        try:
            for number, descriptor in ((0, standard_input), (1, self._output), (2, self._output)):
                os.dup2(descriptor, number)
            kernel.close_range(3, 0xFFFFFFFF)
            os.execve(command[0], command, {"PATH": _PATH})
        except OSError as failed:
            os.write(2, ("%s cannot be run: %s" % (command[0], failed.strerror)).encode())
        finally:
            os._exit(127)


def _wait_for_all():
    """As PID 1 we are the parent of all whose parent has ended."""
    try:
        while True:
            os.wait()
    except ChildProcessError:
        return
