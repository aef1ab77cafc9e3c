"""One command in a fork, as the supervisor sees it: two pipes, a deadline, and how it ended."""

import os
import signal
import time

from . import hints

_CHUNK = 1 << 16
_READS_OF_A_FULL_PIPE = 17


class CommandRun:
    """Finished when the outcome is known and both pipes are at their end. Times are by our clock."""

    def __init__(self, loop, request, most_output, reply, voice, kill, hit, finished):
        self._loop, self._reply, self._voice, self._finished = loop, reply, voice, finished
        self._kill, self._hit = kill, hit
        self._received, self._started, self._ended = time.monotonic_ns(), None, None
        self._limit, self._asked, self._outcome = None, False, None
        self._deadline = loop.after(request["timeoutMs"] / 1000, lambda: self.stop("WALL_TIME"))
        self._merged = request["merged"]
        self._output_left = most_output
        out, self._out_end = os.pipe()
        err, self._err_end = os.pipe()
        self._stdout = _Kept("STDOUT", out, request["maxStdout"], from_start=not self._merged)
        self._stderr = _Kept("STDERR", err, request["maxStderr"], from_start=False)
        for kept in (self._stdout, self._stderr):
            os.set_blocking(kept.descriptor, False)
            self._listen(kept)

    def hand_over(self, send):
        """Sends the ends that the command writes to, and keeps no copy of them."""
        try:
            send([self._out_end, self._out_end if self._merged else self._err_end])
        finally:
            os.close(self._out_end)
            os.close(self._err_end)

    def on_started(self, nanos):
        """By the guest's word, as far as it can be true."""
        if isinstance(nanos, int):
            self._started = min(max(nanos, self._received), time.monotonic_ns())

    def on_exited(self, code):
        self._over({"exited": code})

    def on_end(self, closed):
        """
        The fork is dead. Unless we know why already, somebody outside has killed it. What it wrote is in the pipes; if a hostile zygote
        holds them too, nobody waits for it.
        """
        for kept in (self._stdout, self._stderr):
            reads = 0
            while kept.open and reads < _READS_OF_A_FULL_PIPE and self._take(kept):
                reads += 1
            if kept.open:
                self._shut(kept)
        self._over({"closed": True} if closed else {"killed": True})

    def abandon(self):
        self._deadline.cancel()
        for kept in (self._stdout, self._stderr):
            if kept.open:
                self._shut(kept)

    def _over(self, outcome):
        if self._outcome is None:
            self._ended = time.monotonic_ns()
            if self._limit is None and not self._asked and outcome.get("exited", -signal.SIGKILL) == -signal.SIGKILL:
                self._limit = "MEMORY" if "MEMORY" in self._hit() else None
            if self._limit is not None:
                self._outcome = {"limit": self._limit}
            else:
                self._outcome = {"asked": True} if self._asked else outcome
        self._finish()

    def stop_on_request(self):
        if self._outcome is None:
            self._asked = True
        self._kill()

    def stop(self, limit):
        if self._limit is None and self._outcome is None:
            self._limit = limit
        self._kill()

    def _listen(self, kept):
        kept.watched = True
        self._loop.watch(kept.descriptor, lambda: self._on_output(kept))

    def _on_output(self, kept):
        self._take(kept)
        if kept.open and self._voice is not None and self._voice.is_far_behind():
            self._pause(kept)
        self._finish()

    def _pause(self, kept):
        """Whoever writes faster than the JVM hears waits, as for any reader; its deadline does not."""
        kept.watched = False
        self._loop.forget(kept.descriptor)
        self._voice.when_heard(lambda: self._listen(kept) if kept.open else None)

    def _take(self, kept):
        """Whether there was something to take."""
        try:
            chunk = os.read(kept.descriptor, _CHUNK)
        except BlockingIOError:
            return False
        if not chunk:
            self._shut(kept)
            return False
        allowed = chunk[: self._output_left]
        self._output_left -= len(allowed)
        if self._voice is not None and allowed:
            self._voice.say(kept.stream, allowed)
        if not kept.add(allowed):
            self.stop("STDOUT")
        elif len(allowed) < len(chunk):
            self.stop("OUTPUT")
        return True

    def _shut(self, kept):
        if kept.watched:
            self._loop.forget(kept.descriptor)
        os.close(kept.descriptor)
        kept.open = False

    def _finish(self):
        if self._outcome is None or self._stdout.open or self._stderr.open:
            return
        self._deadline.cancel()
        started = min(self._started or self._ended, self._ended)
        stdout, stderr = bytes(self._stdout.content), bytes(self._stderr.content)
        answer = dict(self._outcome)
        if answer.get("exited"):
            answer["hits"] = sorted(self._hit() | hints.said(answer["exited"], stderr))
        # by the monotonic clock, which is the JVM's as well
        answer["startedNanos"], answer["endedNanos"] = started, self._ended
        answer["stdoutBytes"] = len(stdout)
        self._finished()
        self._reply(answer, stdout + stderr)


class _Kept:
    """What is kept of a pipe: its beginning up to a limit that must not be passed, or its end."""

    def __init__(self, stream, descriptor, limit, from_start):
        self.stream, self.descriptor, self.open, self.content = stream, descriptor, True, bytearray()
        self.watched = False
        self._limit, self._from_start = limit, from_start

    def add(self, chunk):
        """Whether the limit still holds."""
        self.content += chunk
        if len(self.content) <= self._limit:
            return True
        if self._from_start:
            del self.content[self._limit :]
            return False
        del self.content[: len(self.content) - self._limit]
        return True
