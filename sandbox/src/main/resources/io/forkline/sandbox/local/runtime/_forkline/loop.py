"""One thread waits for descriptors and for moments."""

import heapq
import itertools
import selectors
import time


_FEW = 1024


class Loop:
    def __init__(self):
        self._selector = selectors.DefaultSelector()
        self._moments, self._many = [], _FEW
        self._order = itertools.count()

    def watch(self, descriptor, callback, events=selectors.EVENT_READ):
        self._selector.register(descriptor, events, callback)

    def forget(self, descriptor):
        self._selector.unregister(descriptor)

    def after(self, seconds, callback):
        """Calls back once, unless the answer is cancelled first."""
        moment = Moment(callback)
        if len(self._moments) >= self._many:
            self._drop_cancelled()
        heapq.heappush(self._moments, (time.monotonic() + seconds, next(self._order), moment))
        return moment

    def _drop_cancelled(self):
        """Not only when their time comes: whoever makes and ends many things that are watched for long would fill our memory."""
        self._moments = [each for each in self._moments if not each[2].cancelled()]
        heapq.heapify(self._moments)
        self._many = max(_FEW, 2 * len(self._moments))

    def run(self):
        while True:
            for key, _ in self._selector.select(self._patience()):
                # an earlier callback may have forgotten it, and given its number to another
                if self._selector.get_map().get(key.fileobj) is key:
                    key.data()
            now = time.monotonic()
            while self._moments and self._moments[0][0] <= now:
                heapq.heappop(self._moments)[2].come()

    def _patience(self):
        while self._moments and self._moments[0][2].cancelled():
            heapq.heappop(self._moments)
        return max(0.0, self._moments[0][0] - time.monotonic()) if self._moments else None


class Moment:
    def __init__(self, callback):
        self._callback = callback

    def cancel(self):
        self._callback = None

    def cancelled(self):
        return self._callback is None

    def come(self):
        callback, self._callback = self._callback, None
        if callback is not None:
            callback()
