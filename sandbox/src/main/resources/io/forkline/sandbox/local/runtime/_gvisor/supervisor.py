"""Serves the JVM's requests. PID 1 of a PID namespace: with it go all keepers and containers."""

import collections
import os
import signal
import time

from _forkline import identity, lease
from _forkline.failures import Refused
from _forkline.loop import Loop

from .container import Container
from .keeper import Plan

# restores side by side only keep each other waiting
_STARTING_AT_ONCE = 2 * (os.cpu_count() or 1)
_MAX_REASON = 500
_PREPARING = "The environment's process could not be checkpointed: %s"
_CLOSED = {"error": "The sandbox was closed while it started.", "retryable": False}


class Supervisor:
    def __init__(self, settings, instance, incoming, outgoing):
        self.loop, self.settings = Loop(), settings
        self.stage = os.path.join(instance, "root")
        self.pid_namespace = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        os.mkdir(self.stage)
        self._instance = os.path.basename(instance)
        self._sources, self._containers, self._stopping = {}, {}, {}
        self._starting, self._waiting = 0, collections.deque()
        self._lease = lease.Lease(self.loop, incoming, outgoing, self._serve)

    def run(self):
        self._child_ended, told = os.pipe()
        os.set_blocking(told, False)
        signal.set_wakeup_fd(told)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.loop.watch(self._child_ended, self._on_child_ended)
        limited = self.settings.cgroup_parent is not None
        self._lease.send({"hello": True, "singleId": self.settings.single_id, "limited": limited})
        self.loop.run()

    def _serve(self, request, payload):
        def reply(answer, content=b""):
            self._lease.send(dict(answer, seq=request["seq"]), content)

        try:
            _OPERATIONS[request["op"]](self, request, payload, reply)
        except Refused as refused:
            reply({"error": str(refused), "retryable": refused.retryable})
        except OSError as failed:
            reply({"error": "The host refused: %s." % failed, "retryable": True})

    def _checkpoint(self, request, payload, reply):
        plan = Plan(request, self.settings, self._unique(request["zygote"]), request["limits"], to_be_checkpointed=True)
        begin = {"op": "begin", "preload": request["preload"], "warm": True}

        def born(why, retryable):
            if why is None:
                container.checkpoint(request["checkpoint"], done)
            else:
                reply({"error": _PREPARING % why, "retryable": retryable})

        def done(why):
            container.close()
            if why is None:
                reply({"checkpointed": True, "mapped": container.mapped})
            else:
                reply({"error": _PREPARING % why, "retryable": True})

        container = Container(self, plan, [(begin, "ready")], born, lambda: self.gone(base))
        base = _Base(request["zygote"], container)
        self._containers[base.name] = base

    def _start_source(self, request, payload, reply):
        self._sources[request["zygote"]] = request
        reply({"ready": True})

    def _stop_source(self, request, payload, reply):
        name = request["zygote"]
        self._sources.pop(name, None)
        for ours in [each for each in self._containers.values() if each.source == name]:
            ours.close()
        self._stopping[name] = reply
        self._tell_stopped(name)

    def _tell_stopped(self, name):
        if name in self._stopping and not any(each.source == name for each in self._containers.values()):
            self._stopping.pop(name)({"stopped": True})

    def _fork(self, request, payload, reply):
        if request["zygote"] not in self._sources:
            raise Refused("the environment has been dropped", True)
        if "target" in request and not os.path.isdir(request["target"]):
            raise Refused("The target %s cannot be attached: it is not there." % request["target"])
        fork = _Fork(self, request, reply)
        self._containers[fork.name] = fork
        self._waiting.append(fork)
        self._start_waiting()

    def _start_waiting(self):
        while self._waiting and self._starting < _STARTING_AT_ONCE:
            self._starting += 1
            self._waiting.popleft().start(self._sources)

    def fork_started(self):
        self._starting -= 1
        self._start_waiting()

    def gone(self, ended):
        if ended in self._waiting:
            self._waiting.remove(ended)
        self._containers.pop(ended.name, None)
        self._tell_stopped(ended.source)

    def _run(self, request, payload, reply):
        voice = lease.Voice(self._lease, request["seq"]) if request["heard"] else None
        self._known(request).run(request, reply, voice)

    def _write(self, request, payload, reply):
        file = os.memfd_create("content")
        try:
            with os.fdopen(os.dup(file), "wb") as copy:
                copy.write(payload)
            message = {"op": "write", "path": request["path"]}
            self._known(request).ask(message, [file], lambda answer: reply(_transferred(answer)))
        finally:
            os.close(file)

    def _read(self, request, payload, reply):
        file = os.memfd_create("content")

        def finish(answer):
            with os.fdopen(copy, "rb") as content:
                content.seek(0)
                reply(_transferred(answer), content.read(request["maxBytes"]))

        try:
            copy = os.dup(file)
            message = {"op": "read", "path": request["path"], "maxBytes": request["maxBytes"]}
            self._known(request).ask(message, [file], finish)
        except Refused:
            os.close(copy)
            raise
        finally:
            os.close(file)

    def _kill(self, request, payload, reply):
        fork = self._containers.get(request["fork"])
        if fork is not None and fork.container is not None:
            fork.container.kill_on_request()
        reply({"killed": True})

    def _close(self, request, payload, reply):
        fork = self._containers.get(request["fork"])
        if fork is None:
            reply({"closed": True})
        else:
            fork.tell_when_gone(reply)
            fork.close()

    def _known(self, request):
        fork = self._containers.get(request["fork"])
        if fork is None or fork.container is None:
            raise Refused("the sandbox has ended")
        return fork.container

    def _unique(self, name):
        """On this host: some of what runsc makes is in name spaces of the host."""
        return "%s-%s" % (self._instance, name)

    def plan(self, source, request, name):
        limits, target = request["limits"], request.get("target")
        return Plan(source, self.settings, self._unique(name), limits, target, source.get("checkpoint"))

    def _on_child_ended(self):
        """As PID 1 we reap orphans as well as our own; pidfds tell who waits for one of them."""
        os.read(self._child_ended, 1 << 10)
        try:
            while os.waitpid(-1, os.WNOHANG)[0] != 0:
                continue
        except ChildProcessError:
            return


class _Base:
    """What a checkpoint is made of; ends with it."""

    def __init__(self, source, container):
        self.name, self.source, self.container = "base of " + source, source, container

    def close(self):
        self.container.close()


class _Fork:
    """Waiting for its turn to start; then a container."""

    def __init__(self, supervisor, request, reply):
        self._supervisor, self._request, self._reply = supervisor, request, reply
        self.name, self.source = request["fork"], request["zygote"]
        self.container, self._closed = None, False
        self._started, self._when_gone = None, []

    def start(self, sources):
        self._started = time.monotonic_ns()
        plan = self._supervisor.plan(sources[self.source], self._request, self.name)
        wake = {
            "op": "wake",
            **identity.own_names(),
            "limits": self._request["limits"],
            "addressSpace": plan.cgroup is None,
        }
        greetings = [(wake, "awake")]
        if plan.image is None:
            greetings.insert(0, ({"op": "begin", "preload": [], "warm": False}, "ready"))
        try:
            self.container = Container(self._supervisor, plan, greetings, self._born, self._gone)
        except OSError as failed:
            self._born(str(failed), True)
            self._gone()

    def _born(self, why, retryable):
        if why is None:
            claim = {"parked": False, "claimNanos": time.monotonic_ns() - self._started, "mountNanos": 0}
            self._reply(dict(claim, forked=True))
        elif self._closed:
            self._reply(_CLOSED)
        else:
            self._reply({"error": "A sandbox could not be forked: %s." % why.rstrip("."), "retryable": retryable})
        self._supervisor.fork_started()

    def close(self):
        self._closed = True
        if self.container is not None:
            self.container.close()
        else:
            self._reply(_CLOSED)
            self._gone()

    def tell_when_gone(self, reply):
        asked = time.monotonic_ns()
        self._when_gone.append(lambda: reply({"closed": True, "destroyNanos": time.monotonic_ns() - asked}))

    def _gone(self):
        self._supervisor.gone(self)
        for tell in self._when_gone:
            tell()


def _transferred(answer):
    """The guest's word, and no more of it than there is room for in an answer."""
    return {"refused": str(answer["refused"])[:_MAX_REASON]} if "refused" in answer else {"transferred": True}


_OPERATIONS = {
    "checkpoint": Supervisor._checkpoint,
    "zygote": Supervisor._start_source,
    "stop": Supervisor._stop_source,
    "fork": Supervisor._fork,
    "run": Supervisor._run,
    "write": Supervisor._write,
    "read": Supervisor._read,
    "kill": Supervisor._kill,
    "close": Supervisor._close,
}
