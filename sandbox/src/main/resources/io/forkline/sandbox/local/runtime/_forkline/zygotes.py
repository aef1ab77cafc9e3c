"""A zygote as the supervisor sees it: a keeper to kill it by, a control socket, and the places it has for forks."""

import collections
import os
import selectors
import signal

from . import channel, keeper
from .forks import Fork, Refused

_PRELOAD_SECONDS = 120
_TAIL_BYTES = 2000


class Zygote:
    """Starting while it imports its modules; then ready; in the end gone, and all its forks with it."""

    def __init__(self, supervisor, request, reply):
        self._supervisor, self._loop, self._reply = supervisor, supervisor.loop, reply
        self.id = request["zygote"]
        self._limits, self._warm, self._base = request["limits"], request["warm"], request["base"]
        self._system = [inside for _, inside in request["binds"] if inside != keeper.GUEST_PROGRAMS] + ["/dev"]
        self._ready = False
        self._forks = {}
        self._asked = collections.deque()
        self._slots = collections.deque(supervisor.ids.slots())
        self._first_id = supervisor.ids.take()
        if self._first_id is None:
            raise Refused("no user ids are left for another environment; close one that is idle", True)
        self._output = os.memfd_create("output")
        self.upper = supervisor.new_upper() if self._base else None
        try:
            self._start(request)
        except OSError as failed:
            self._release()
            raise Refused("the environment's process could not be started: %s" % failed)

    def _start(self, request):
        supervisor = self._supervisor
        first_slot = supervisor.ids.outside(self._first_id, self._slots[0])
        plan = keeper.Plan(
            request,
            self._first_id,
            supervisor.ids.block_size(),
            first_slot if self._base else self._first_id,
            self.upper,
            supervisor.mount_point,
            supervisor.in_user_namespace,
        )
        self._keeper, self._sock = keeper.start(plan, supervisor.pid_namespace, self._output)
        # the same socket twice: one number to hear of messages, one to hear of room
        self._outgoing = os.dup(self._sock.fileno())
        self._pidfd = os.pidfd_open(self._keeper)
        self._loop.watch(self._pidfd, self._on_end)
        self._loop.watch(self._sock.fileno(), self._on_message)
        self._patience = self._loop.after(_PRELOAD_SECONDS, self.stop)
        channel.send(self._sock, {"preload": request["preload"]})

    def fork(self, request, reply):
        if not self._ready:
            raise Refused("the environment's process is not ready", True)
        if not self._slots:
            raise Refused("the environment has as many forks as it can have", True)
        slot = self._slots[0]
        fork = Fork(self._supervisor, self, slot, request, reply)
        self._slots.popleft()
        self._forks[fork.id] = fork
        self._supervisor.fork_born(fork)
        message = {
            "fork": fork.id,
            "slot": slot,
            "limits": request["limits"],
            "hostname": request["hostname"],
            "machineId": request["machineId"],
            "system": self._system,
            "base": self._base,
            "warm": self._warm,
        }
        self._asked.append((message, fork))
        if len(self._asked) == 1:
            self._ask()

    def _ask(self):
        """As much as the zygote's socket takes; the rest when it takes more."""
        while self._asked:
            message, fork = self._asked[0]
            try:
                channel.send(self._sock, message, [fork.theirs.fileno()], wait=False)
            except BlockingIOError:
                self._loop.watch(self._outgoing, self._ask_again, selectors.EVENT_WRITE)
                return
            except OSError as refused:
                fork.failed(str(refused), True)
            self._asked.popleft()
            fork.theirs.close()

    def _ask_again(self):
        self._loop.forget(self._outgoing)
        self._ask()

    def fork_gone(self, fork):
        self._slots.append(fork.slot)
        self._forks.pop(fork.id, None)

    def stop(self):
        try:
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        except ProcessLookupError:
            return

    def _on_message(self):
        try:
            message, _ = channel.hear(self._sock)
        except (channel.Closed, OSError):
            self._loop.forget(self._sock.fileno())
            channel.hang_up(self._sock)
            self.stop()
            return
        if "ready" in message and not self._ready:
            self._ready = True
            self._patience.cancel()
            self._answer({"ready": True})
        elif "fork" in message:
            fork = self._forks.get(str(message["fork"]))
            if fork is not None:
                fork.never_born()
        elif "failed" in message:
            self._answer({"error": str(message["failed"])[:_TAIL_BYTES], "retryable": False})

    def _on_end(self):
        self._patience.cancel()
        self._loop.forget(self._pidfd)
        os.close(self._pidfd)
        self._forget_asked()
        self._answer({"error": "the environment's process ended: %s" % self._last_output(), "retryable": False})
        if self._sock.fileno() >= 0:
            self._loop.forget(self._sock.fileno())
            channel.hang_up(self._sock)
        self._release()
        self._supervisor.zygote_gone(self)

    def _forget_asked(self):
        if self._asked:
            self._loop.forget(self._outgoing)
        os.close(self._outgoing)
        while self._asked:
            _, fork = self._asked.popleft()
            fork.theirs.close()
            fork.failed("the environment's process has ended", True)

    def _answer(self, message):
        reply, self._reply = self._reply, None
        if reply is not None:
            reply(message)

    def _last_output(self):
        size = os.fstat(self._output).st_size
        tail = os.pread(self._output, _TAIL_BYTES, max(0, size - _TAIL_BYTES))
        return tail.decode("utf-8", "replace").strip() or "it said nothing"

    def _release(self):
        os.close(self._output)
        self._supervisor.ids.give_back(self._first_id)
        if self.upper is not None:
            self._supervisor.drop_upper(self.upper)
