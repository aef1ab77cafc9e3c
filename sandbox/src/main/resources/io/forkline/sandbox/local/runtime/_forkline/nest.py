"""Where forks of an environment are made: a keeper and perhaps a zygote, with ids, a control group and a relay of their own."""

import collections
import itertools
import os
import signal

from . import channel, destinations, enforcement, identity, keepers
from .failures import Refused
from .outbox import Outbox
from .relays import Relay

_PRELOAD_SECONDS = 120
_TAIL_BYTES = 2000


class Nest:
    """
    Starting while its modules are imported; then ready; ending from when we know that it makes no more forks; in the end gone, and all
    its forks with it. Its owner is told of the last three.
    """

    def __init__(self, supervisor, owner, request, blocks_to_leave):
        """The blocks of user ids to leave are those that others may want more."""
        self._supervisor, self._loop, self._owner = supervisor, supervisor.loop, owner
        self._warm, self._base = request["warm"], request["base"]
        self._system = [inside for _, inside in request["binds"] if inside != keepers.GUEST_PROGRAMS] + ["/dev"]
        self._ready, self._over = False, False
        self.is_ending = False
        self._why = None
        self._numbers, self._asked = itertools.count(1), {}
        self._slots = collections.deque(supervisor.ids.slots())
        self._first_id = supervisor.ids.take(blocks_to_leave)
        if self._first_id is None:
            raise Refused("no user ids are left for another environment; close one that is idle", True)
        self._output = os.memfd_create("output")
        self._group, self.upper = None, None
        self._destinations, self._relay = destinations.plan(request.get("allow", [])), None
        try:
            self._group = supervisor.groups.environment(request["limits"])
            self.upper = supervisor.new_upper() if self._base else None
            self._start(request)
        except OSError as failed:
            self._release()
            raise Refused("the environment's process could not be started: %s" % failed)

    def _start(self, request):
        supervisor = self._supervisor
        if self._destinations:
            user = supervisor.ids.outside(self._first_id, self._slots.pop())
            self._relay = Relay(self._loop, request["allow"], user, self._on_end_of_relay)
        first_slot = supervisor.ids.outside(self._first_id, self._slots[0])
        plan = keepers.Plan(
            request,
            self._first_id,
            supervisor.ids.block_size(),
            first_slot if self._base else self._first_id,
            self.upper,
            supervisor.mount_point,
            supervisor.in_user_namespace,
        )
        self._keeper, keepers_end = channel.pair()
        self._zygote, zygotes_end = channel.pair()
        try:
            pid = keepers.start(plan, supervisor.pid_namespace, keepers_end, zygotes_end, self._output)
        except OSError:
            self._keeper.close()
            self._zygote.close()
            raise
        finally:
            keepers_end.close()
            zygotes_end.close()
        self._pidfd = os.pidfd_open(pid)
        self._loop.watch(self._pidfd, self._on_end)
        self._to_keeper, self._to_zygote = Outbox(self._loop, self._keeper), Outbox(self._loop, self._zygote)
        self._listening = {self._keeper, self._zygote} if self._warm else {self._keeper}
        for sock in self._listening:
            self._loop.watch(sock.fileno(), lambda sock=sock: self._on_message(sock))
        self._patience = self._loop.after(_PRELOAD_SECONDS, self.stop)
        # the keeper waits for us, so that what it starts is in the group from its birth
        started = [pid] + ([self._relay.pid] if self._relay is not None else [])
        enforcement.apply(supervisor, self._group, started, lambda: self._let_start(request))

    def _let_start(self, request):
        if self._over:
            return
        self._to_keeper.send({"warm": self._warm, "limits": self._rlimits(request["limits"])}, [], self._fail)
        if self._warm:
            self._to_zygote.send({"preload": request["preload"]}, [], self._fail)

    def _rlimits(self, wanted):
        """With a group the memory of all is bounded together, and the kernel's own end of it is clearer than a failed call."""
        return dict(wanted, dataBytes=None if self._group else wanted["memoryBytes"])

    def has_room(self):
        return bool(self._slots)

    def take_slot(self):
        """A place for a fork, that is a user id for it."""
        if not self._slots:
            raise Refused("the environment has as many forks as it can have", True)
        return self._slots.popleft()

    def give_back(self, cell):
        """It has gone, or never came."""
        self._slots.append(cell.slot)
        self._asked.pop(cell.number, None)
        if self._relay is not None:
            self._relay.close(cell)

    def ask_for_cell(self, cell, wanted):
        cell.number = number = next(self._numbers)
        self._asked[number] = cell
        message = {
            "number": number,
            "slot": cell.slot,
            "limits": self._rlimits(wanted),
            **identity.own_names(),
            "system": self._system,
            "base": self._base,
            "etc": {},
        }
        descriptors = [cell.theirs]
        if self._relay is not None:
            message["etc"]["hosts"] = destinations.hosts(self._destinations)
            message["listen"] = [[each.inside, each.port] for each in self._destinations]
            descriptors.append(self._relay.open(cell))
        self._to_keeper.send(message, descriptors, cell.fail)

    def ask_for_runner(self, runner, cell, wanted):
        number = next(self._numbers)
        self._asked[number] = runner
        try:
            namespaces = cell.namespaces()
        except OSError as failed:
            os.close(runner.theirs)
            runner.fail(str(failed))
            return
        self._to_zygote.send({"number": number, "limits": self._rlimits(wanted)}, [runner.theirs] + namespaces, runner.fail)

    def stop(self):
        """Its forks end as well, and are gone before it is."""
        if self._over:
            return
        self._tell_of_the_end()
        try:
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        except ProcessLookupError:
            return

    def _on_message(self, sock):
        try:
            message, _ = channel.hear(sock)
        except (channel.Closed, OSError):
            self._hang_up(sock)
            self.stop()
            return
        if "number" in message:
            asked = self._asked.get(message["number"])
            if asked is not None and "failed" in message:
                asked.fail("the environment's process could not fork")
            elif asked is not None and isinstance(message.get("exited"), int):
                del self._asked[message["number"]]
                asked.exited(message["exited"])
        elif "ready" in message and not self._ready and (sock is self._zygote or not self._warm):
            self._ready = True
            self._patience.cancel()
            if not self.is_ending:
                self._owner.nest_ready(self)
        elif "failed" in message:
            self._fail(str(message["failed"])[:_TAIL_BYTES])

    def _fail(self, why, retryable=False):
        if self._why is None:
            self._why = {"error": why, "retryable": retryable}
        self.stop()

    def _tell_of_the_end(self):
        if not self.is_ending:
            self.is_ending = True
            self._owner.nest_ending(self)

    def _on_end(self):
        self._over = True
        self._tell_of_the_end()
        why = self._why or {"error": "the environment's process ended: %s" % self._last_output(), "retryable": False}
        self._patience.cancel()
        self._loop.forget(self._pidfd)
        os.close(self._pidfd)
        self._to_keeper.close()
        self._to_zygote.close()
        for sock in (self._keeper, self._zygote):
            self._hang_up(sock)
        self._release()
        self._owner.nest_gone(self, why)

    def _on_end_of_relay(self):
        """What its forks reach is gone, and they with it; the next ones get another."""
        self._fail("what carries the environment's connections has ended", True)

    def _hang_up(self, sock):
        if sock in self._listening:
            self._listening.discard(sock)
            self._loop.forget(sock.fileno())
        if sock.fileno() >= 0:
            channel.hang_up(sock)

    def _last_output(self):
        size = os.fstat(self._output).st_size
        tail = os.pread(self._output, _TAIL_BYTES, max(0, size - _TAIL_BYTES))
        return tail.decode("utf-8", "replace").strip() or "it said nothing"

    def _release(self):
        os.close(self._output)
        if self._relay is not None:
            self._relay.end()
        enforcement.lift(self._loop, self._group)
        self._supervisor.ids.give_back(self._first_id)
        if self.upper is not None:
            self._supervisor.drop_upper(self.upper)
