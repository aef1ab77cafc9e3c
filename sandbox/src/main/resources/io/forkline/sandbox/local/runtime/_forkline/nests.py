"""How many nests an environment has: one, another while forks wait for those there are, and one again when they do not."""

import os

from .failures import Refused

# in the making in one nest: more than these wait for each other there, however many processors are free
_BUSY = 4
_PATIENCE_SECONDS = 1.0
_IDLE_SECONDS = 30.0
_AFTER_FAILURE_SECONDS = 60.0
_MAX_REASON = 500


class Nests:
    def __init__(self, loop, most, start, load, is_used):
        """
        `start` makes one, told whether it is the first, or raises Refused. `load` says how many forks one has in the making, `is_used`
        whether somebody has a fork of it or waits for one.
        """
        self._loop, self._most = loop, most
        self._start, self._load, self._is_used = start, load, is_used
        self._all, self._ready, self._starting = set(), [], None
        self._crowded, self._resting = None, False
        self._chosen, self._look = set(), None

    def start_first(self):
        self._start_one(True)
        return self._starting

    def choose(self):
        """The first that is not busy, so that further ones are idle when they are not needed; else the one that is least busy."""
        if not self._ready:
            raise Refused("the environment's process has ended", True)
        nest = next((each for each in self._ready if self._load(each) < _BUSY), None)
        if nest is not None:
            self._on_calm()
        else:
            self._on_crowd()
            nest = min(self._ready, key=self._load)
        self._chosen.add(nest)
        return nest

    def ready(self, nest):
        self._starting = None
        self._ready.append(nest)
        self._look_later()

    def count(self):
        return len(self._all)

    def ending(self, nest):
        """Without one that is ready there is nothing to go on with."""
        if nest in self._ready:
            self._ready.remove(nest)
        if not self._ready:
            self.stop()

    def gone(self, nest, why):
        """Whether any is left. One that has never been ready is not tried again at once, as each costs a start."""
        self._all.discard(nest)
        if nest is self._starting:
            self._starting = None
            if self._ready:
                self._rest(why)
        return bool(self._all)

    def stop(self):
        for nest in list(self._all):
            nest.stop()

    def _on_crowd(self):
        """A crowd that is gone before another nest could help needs none."""
        if self._crowded is None and self._may_grow():
            self._crowded = self._loop.after(_PATIENCE_SECONDS, self._grow)

    def _on_calm(self):
        if self._crowded is not None:
            self._crowded.cancel()
            self._crowded = None

    def _may_grow(self):
        return self._starting is None and not self._resting and 0 < len(self._ready) < self._most

    def _grow(self):
        self._crowded = None
        if not self._may_grow() or min(map(self._load, self._ready)) < _BUSY:
            return
        try:
            self._start_one(False)
        except Refused as refused:
            self._rest(str(refused))

    def _start_one(self, is_first):
        self._starting = self._start(is_first)
        self._all.add(self._starting)

    def _rest(self, why):
        """The reason is for the operator, as nobody has asked for another nest. It may be a zygote's word."""
        self._resting = True
        self._loop.after(_AFTER_FAILURE_SECONDS, self._rested)
        try:
            os.write(2, b"forkline: another zygote does not start: %s\n" % ascii(why)[:_MAX_REASON].encode())
        except OSError:
            return  # nobody reads it any more

    def _rested(self):
        self._resting = False

    def _look_later(self):
        if self._look is None and len(self._ready) > 1:
            self._look = self._loop.after(_IDLE_SECONDS, self._end_idle)

    def _end_idle(self):
        """All but the first where nobody wanted a fork since the last look, and nobody has one. What is parked there ends with it."""
        self._look = None
        for nest in self._ready[1:]:
            if nest not in self._chosen and not self._is_used(nest):
                nest.stop()
        self._chosen.clear()
        self._look_later()
