"""An environment that is alive, as the supervisor sees it: the nests where its forks are made, and the pool where they wait."""

import math

from .forks import Fork
from .nest import Nest
from .nests import Nests
from .pool import Pool

# what setups and other environments may need is not for the second nest of one
_BLOCKS_FOR_OTHERS = 16


class Environment:
    """Starting until its first nest is ready; then ready, as long as one is; in the end gone with the last."""

    def __init__(self, supervisor, request, reply):
        self._supervisor, self._request, self._reply = supervisor, request, reply
        self.id, self.warm = request["zygote"], request["warm"]
        most_parked, spares = (0, 0) if request["base"] else (request["parked"], request["spares"])
        self.pool = Pool(supervisor.loop, request["limits"], most_parked, spares, self._make_fork)
        self._nests = Nests(supervisor.loop, request["nests"], self._start_nest, self._load, self._is_used)
        self.upper = self._nests.start_first().upper

    def _start_nest(self, is_first):
        return Nest(self._supervisor, self, self._request, 0 if is_first else _BLOCKS_FOR_OTHERS)

    def _load(self, nest):
        return self.pool.in_the_making(nest) if nest.has_room() else math.inf

    def _is_used(self, nest):
        return self._supervisor.has_forks_of(nest) or self.pool.in_the_making(nest) > 0

    def fork(self, request, reply, received):
        self.pool.take(request, reply, received)

    def _make_fork(self, wanted):
        nest = self._nests.choose()
        return Fork(self._supervisor, self, nest, wanted, nest.take_slot())

    def nests(self):
        return self._nests.count()

    def stop(self):
        self._nests.stop()

    def nest_ready(self, nest):
        self._nests.ready(nest)
        if self._reply is not None:
            self._answer({"ready": True})
            self.pool.open()

    def nest_ending(self, nest):
        self._nests.ending(nest)
        self.pool.drop(nest)

    def nest_gone(self, nest, why):
        if self._nests.gone(nest, why["error"]):
            return
        self.pool.end()
        if self._reply is not None:
            self._answer(why)
        self._supervisor.environment_gone(self)

    def _answer(self, message):
        reply, self._reply = self._reply, None
        reply(message)
