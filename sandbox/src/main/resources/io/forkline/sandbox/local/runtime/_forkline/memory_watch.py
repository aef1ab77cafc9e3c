"""Looks at the memory of a fork's processes together, where no control group does."""

from . import processes

_SECONDS = 0.2


class MemoryWatch:
    """From the start of a command to its end. `exceeded` is called when they take more than their limit."""

    def __init__(self, loop, pids, limit_bytes, exceeded):
        self._loop, self._pids, self._limit, self._exceeded = loop, pids, limit_bytes, exceeded
        self._next = loop.after(_SECONDS, self._look)

    def stop(self):
        self._next.cancel()

    def _look(self):
        all_of_them = processes.with_descendants(self._pids)
        if processes.resident_bytes(all_of_them) > self._limit and processes.proportional_bytes(all_of_them) > self._limit:
            self._exceeded()
        else:
            self._next = self._loop.after(_SECONDS, self._look)
