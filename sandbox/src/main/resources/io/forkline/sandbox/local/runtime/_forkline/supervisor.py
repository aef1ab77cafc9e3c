"""Serves the JVM's requests. PID 1 of a PID namespace: with it go all zygotes and forks."""

import json
import os
import signal
import time

from . import cgroups, instances, kernel, lease, memory_use, rootfs
from .attacher import Attacher
from .capture import capture
from .environments import Environment
from .failures import Refused
from .loop import Loop

# written in one piece, so read in one
_MAX_ANSWER, _MAX_REASON = 4096, 500


class Supervisor:
    def __init__(self, ids, instance, in_user_namespace, incoming, outgoing):
        self.loop = Loop()
        self.ids = ids
        self.in_user_namespace = in_user_namespace
        self.mount_point = os.path.join(instance, "root")
        self.pid_namespace = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        self.mount_namespace = os.open("/proc/self/ns/mnt", os.O_RDONLY | os.O_CLOEXEC)
        self._instance = instance
        self.groups = cgroups.probe(instances.group_of(instance))
        self.attacher = Attacher(self.loop)
        self._uppers = 0
        self._environments, self._forks, self._stopping = {}, {}, {}
        os.mkdir(self.mount_point)
        self._lease = lease.Lease(self.loop, incoming, outgoing, self._serve)

    def run(self):
        self._child_ended, told = os.pipe()
        os.set_blocking(told, False)
        signal.set_wakeup_fd(told)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.loop.watch(self._child_ended, self._on_child_ended)
        self._lease.send({"hello": True, "singleId": self.ids.single, "cgroups": self.groups.description})
        self.loop.run()

    def _serve(self, request, payload):
        sequence = request["seq"]

        def reply(answer, content=b""):
            self._lease.send(dict(answer, seq=sequence), content)

        try:
            _OPERATIONS[request["op"]](self, request, payload, reply)
        except Refused as refused:
            reply({"error": str(refused), "retryable": refused.retryable})
        except OSError as failed:
            reply({"error": "The host refused: %s." % failed, "retryable": True})

    def _start_zygote(self, request, payload, reply):
        self._environments[request["zygote"]] = Environment(self, request, reply)

    def _stop_zygote(self, request, payload, reply):
        zygote = self._environments.get(request["zygote"])
        if zygote is None:
            reply({"stopped": True})
            return
        self._stopping[zygote.id] = reply
        zygote.stop()

    def _fork(self, request, payload, reply):
        zygote = self._environments.get(request["zygote"])
        if zygote is None:
            raise Refused("the environment's process has ended", True)
        zygote.fork(request, reply, time.monotonic_ns())

    def _park(self, request, payload, reply):
        zygote = self._environments.get(request["zygote"])
        if zygote is None:
            raise Refused("the environment's process has ended", True)
        zygote.pool.park(request["count"], reply)

    def _run(self, request, payload, reply):
        voice = lease.Voice(self._lease, request["seq"]) if request["heard"] else None
        self._known(request).run(request, reply, voice)

    def _write(self, request, payload, reply):
        self._known(request).write(request, payload, reply)

    def _read(self, request, payload, reply):
        self._known(request).read(request, reply)

    def _kill(self, request, payload, reply):
        fork = self._forks.get(request["fork"])
        if fork is not None:
            fork.kill_on_request()
        reply({"killed": True})

    def _close(self, request, payload, reply):
        fork = self._forks.get(request["fork"])
        if fork is not None:
            fork.close(reply)
            return
        for environment in self._environments.values():
            environment.pool.forget(request["fork"])
        reply({"closed": True})

    def _capture(self, request, payload, reply):
        zygote = self._environments.get(request["zygote"])
        if zygote is None:
            raise Refused("the base sandbox has ended", True)
        self._aside(lambda: _captured(os.path.join(zygote.upper, "u"), request["destination"]), reply)

    def _memory(self, request, payload, reply):
        self._aside(lambda: {"memory": memory_use.by_name()}, reply)

    def _pool(self, request, payload, reply):
        environments = self._environments.values()
        reply({"parked": sum(each.pool.parked() for each in environments), "nests": sum(each.nests() for each in environments)})

    def _aside(self, work, reply):
        """In a process of its own: deadlines do not wait for what takes its time. The answer of `work` fits into a pipe."""
        heard, told = os.pipe()
        if os.fork() == 0:
            _work_and_exit(work, told)
        os.close(told)

        def on_answer():
            answer = os.read(heard, _MAX_ANSWER)
            self.loop.forget(heard)
            os.close(heard)
            reply(json.loads(answer) if answer else {"error": "it ended early", "retryable": True})

        self.loop.watch(heard, on_answer)

    def _known(self, request):
        fork = self._forks.get(request["fork"])
        if fork is None:
            raise Refused("the sandbox has ended")
        return fork

    def fork_born(self, fork):
        self._forks[fork.id] = fork

    def fork_gone(self, fork):
        self._forks.pop(fork.id, None)

    def has_forks_of(self, nest):
        """Those that somebody has claimed."""
        return any(fork.nest is nest for fork in self._forks.values())

    def environment_gone(self, environment):
        if self._environments.get(environment.id) is environment:
            del self._environments[environment.id]
        stopped = self._stopping.pop(environment.id, None)
        if stopped is not None:
            stopped({"stopped": True})

    def new_upper(self):
        """A place for a setup's writable layer: on the disk, or in memory where an overlay cannot be on this disk."""
        self._uppers += 1
        upper = os.path.join(self._instance, "base-%d" % self._uppers)
        os.mkdir(upper)
        _make_upper(upper)
        if not self._overlay_works(upper):
            kernel.mount("tmpfs", upper, "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, "mode=755")
            _make_upper(upper)
        return upper

    def _overlay_works(self, upper):
        try:
            rootfs.overlay(["/usr"], upper + "/u", upper + "/w", self.mount_point, self.in_user_namespace)
        except OSError:
            return False
        kernel.unmount_lazily(self.mount_point)
        return True

    def drop_upper(self, upper):
        """In a process of its own, too; nobody waits for it."""
        if os.path.ismount(upper):
            kernel.unmount_lazily(upper)
        if os.fork() == 0:
            try:
                instances.remove_tree(upper)
            finally:
                os._exit(0)

    def _on_child_ended(self):
        """As PID 1 we reap orphans as well as our own; pidfds tell who waits for one of them."""
        os.read(self._child_ended, 1 << 10)
        try:
            while os.waitpid(-1, os.WNOHANG)[0] != 0:
                continue
        except ChildProcessError:
            return


def _make_upper(upper):
    os.mkdir(upper + "/u")
    os.mkdir(upper + "/w")


def _captured(upper, destination):
    try:
        capture(upper, destination)
        return {"captured": True}
    except OSError as failed:
        reason = str(failed)[:_MAX_REASON]
        return {"error": "What the setup installed cannot be copied: %s." % reason, "retryable": True}


def _work_and_exit(work, told):
    """Never returns."""
    try:
        os.write(told, json.dumps(work()).encode())
    finally:
        os._exit(0)


_OPERATIONS = {
    "zygote": Supervisor._start_zygote,
    "stop": Supervisor._stop_zygote,
    "fork": Supervisor._fork,
    "park": Supervisor._park,
    "run": Supervisor._run,
    "write": Supervisor._write,
    "read": Supervisor._read,
    "kill": Supervisor._kill,
    "close": Supervisor._close,
    "capture": Supervisor._capture,
    "memory": Supervisor._memory,
    "pool": Supervisor._pool,
}
