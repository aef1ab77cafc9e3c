"""Forks made ahead, so that a request takes one instead of waiting for it.

Two kinds wait: *parked* forks, which only lack a target and a command, and *spare* cells, which lack the clone as well and cost less
memory. How many are parked follows the demand, up to a limit; when nobody asks for a while they go, and give their memory back.
"""

import collections
import itertools
import time

from .failures import Refused

_REFILL_SECONDS = 0.002
_AFTER_FAILURE_SECONDS = 1.0
_IDLE_SECONDS = 30.0
_AT_FIRST = 2
_AT_ONCE = 2


class Pool:
    def __init__(self, loop, limits, most_parked, spares, make):
        """`make` starts a fork with limits, or raises Refused when there is no room for one."""
        self._loop, self._limits, self._make = loop, limits, make
        self._most, self._spares = most_parked, spares
        self._demand, self._wanted = _AT_FIRST, min(_AT_FIRST, most_parked)
        self._parked, self._settling, self._spare, self._waiting = (collections.deque() for _ in range(4))
        self._starting, self._filling = set(), set()
        self._recent = collections.deque(maxlen=max(1, most_parked, spares))
        self._parkers = []
        self._open, self._refill_comes = False, False

    def open(self):
        """The environment can fork now."""
        self._open = True
        self._refill_soon()
        self._loop.after(_IDLE_SECONDS, self._on_idle)

    def parked(self):
        return len(self._parked)

    def take(self, request, reply, received):
        """Answers with a fork that is parked, or as soon as one is ready."""
        self._note_demand(received)
        self._make_ahead_for(request["usual"])
        limits = request["limits"]
        if self._parked and limits == self._limits:
            self._parked.popleft().claim(request, reply, received, True)
        elif self._settling and limits == self._limits:
            self._settling.popleft().claim(request, reply, received, False)
        else:
            self._start(limits, spare=False)
            self._waiting.append((request, reply, received))
        self._refill_soon()

    def _make_ahead_for(self, usual):
        """What is made ahead under limits that were usual before is of no use to anybody."""
        if usual == self._limits:
            return
        self._limits = usual
        for waiting in (self._spare, self._settling, self._parked):
            while waiting:
                waiting.popleft().kill()

    def forget(self, fork_id):
        """Somebody may wait for this one, who does not want it any more."""
        for entry in self._waiting:
            request, reply, _ = entry
            if request["fork"] == fork_id:
                self._waiting.remove(entry)
                reply({"error": "A sandbox could not be forked: it was closed while it started.", "retryable": False})
                return

    def park(self, count, reply):
        """Asks for as many parked forks, now. Answers when they are there."""
        self._demand, self._wanted = max(self._demand, count), count
        self._recent.append(time.monotonic_ns())
        self._parkers.append(reply)
        self._tell_when_full()
        self._refill()

    def in_the_making(self, nest):
        """How many forks."""
        return sum(1 for fork in itertools.chain(self._starting, self._filling) if fork.nest is nest)

    def drop(self, nest):
        """It ends, and what waits in it would end in somebody's hands."""
        for waiting in (self._spare, self._settling, self._parked):
            for fork in [each for each in waiting if each.nest is nest]:
                waiting.remove(fork)
                fork.kill()
        self._refill_soon()

    def cell_ready(self, fork):
        if fork.environment.warm and fork not in self._filling:
            fork.warm_up()
        elif fork.environment.warm:
            self._filling.discard(fork)
            self._spare.append(fork)
            self._refill_soon()
        else:
            self.ready(fork)

    def ready(self, fork):
        if fork.nest.is_ending:
            self.failed(fork, "the environment's process has ended")
            return
        if fork.limits != self._limits and not fork.enforced:
            # tightened by its job: the environment's own group, which bounds it so far, does not know of that
            fork.enforce(lambda: self._tightened(fork))
            return
        self._starting.discard(fork)
        self._filling.discard(fork)
        for entry in self._waiting:
            request, reply, received = entry
            if request["limits"] == fork.limits:
                self._waiting.remove(entry)
                fork.claim(request, reply, received, False)
                if not fork.enforced:
                    fork.enforce(lambda: None)
                return
        if fork.limits == self._limits and len(self._parked) + len(self._settling) < self._wanted:
            self._settling.append(fork)
            fork.enforce(lambda: self._park(fork))
        else:
            fork.kill()
        self._refill_soon()

    def _tightened(self, fork):
        if fork in self._starting:
            self.ready(fork)

    def _park(self, fork):
        """All is in force. Somebody may have come for it meanwhile."""
        if fork in self._settling:
            self._settling.remove(fork)
            self._parked.append(fork)
        self._tell_when_full()

    def failed(self, fork, why):
        """
        It was nobody's yet. One who waits for it gets another where only its nest has ended, else hears of it; whoever fills the pool waits
        before another try.
        """
        for waiting in (self._parked, self._settling, self._spare):
            if fork in waiting:
                waiting.remove(fork)
        was_wanted = fork in self._starting
        self._starting.discard(fork)
        self._filling.discard(fork)
        waits = next((entry for entry in self._waiting if entry[0]["limits"] == fork.limits), None) if was_wanted else None
        if waits is not None and not (fork.nest.is_ending and self._start_another(fork.limits)):
            self._waiting.remove(waits)
            waits[1]({"error": "A sandbox could not be forked: %s." % why, "retryable": True})
        self._refill_soon(_AFTER_FAILURE_SECONDS)

    def end(self):
        """The environment has ended, and what is in the pool with it."""
        self._open = False
        for waiting in (self._spare, self._settling, self._parked):
            waiting.clear()
        while self._waiting:
            _, reply, _ = self._waiting.popleft()
            reply({"error": "A sandbox could not be forked: the environment's process has ended.", "retryable": True})
        while self._parkers:
            self._parkers.pop()({"error": "Forks could not be parked: the environment's process has ended.", "retryable": True})

    def _start(self, limits, spare):
        if self._spare and limits == self._limits and not spare:
            fork = self._spare.popleft()
            self._starting.add(fork)
            fork.warm_up()
            return
        fork = self._make(limits)
        (self._filling if spare else self._starting).add(fork)

    def _start_another(self, limits):
        """Whether there is a place for it."""
        try:
            self._start(limits, spare=False)
            return True
        except Refused:
            return False

    def _refill_soon(self, seconds=_REFILL_SECONDS):
        if not self._refill_comes:
            self._refill_comes = True
            self._loop.after(seconds, self._on_refill)

    def _on_refill(self):
        self._refill_comes = False
        self._refill()

    def _refill(self):
        """A few at a time, so that a request does not queue behind what nobody waits for yet."""
        while self._open and len(self._starting) + len(self._filling) < _AT_ONCE + len(self._waiting):
            missing = self._wanted - len(self._parked) - len(self._settling) - (len(self._starting) - len(self._waiting))
            if missing <= 0 and len(self._spare) + len(self._filling) >= min(self._spares, self._demand):
                return
            try:
                self._start(self._limits, spare=missing <= 0)
            except Refused:
                return

    def _note_demand(self, now):
        """What was asked for within a second is what may be asked for at once."""
        self._recent.append(now)
        within_a_second = sum(1 for moment in self._recent if now - moment < 1_000_000_000)
        self._demand = max(self._demand, within_a_second)
        self._wanted = min(self._most, max(self._wanted, within_a_second))

    def _on_idle(self):
        if not self._open:
            return
        now = time.monotonic_ns()
        if not self._recent or now - self._recent[-1] > _IDLE_SECONDS * 1e9:
            self._demand, self._wanted = self._demand // 2, self._wanted // 2
            while len(self._parked) > self._wanted:
                self._parked.popleft().kill()
            while self._spare and self._demand == 0:
                self._spare.popleft().kill()
        self._loop.after(_IDLE_SECONDS, self._on_idle)

    def _tell_when_full(self):
        while self._parkers and len(self._parked) >= self._wanted:
            self._parkers.pop()({"parked": True})
