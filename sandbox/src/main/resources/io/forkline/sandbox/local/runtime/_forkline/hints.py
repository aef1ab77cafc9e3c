"""What a program that failed says of the limit that it met. Its own word, good enough to name it in a report."""

import signal

_SAID = {
    "MEMORY": (b"MemoryError", b"Cannot allocate memory"),
    "PROCESSES": (b"Resource temporarily unavailable", b"can't start new thread", b"fork: retry"),
    "OPEN_FILES": (b"Too many open files",),
    "FILE_SIZE": (b"File too large", b"File size limit exceeded"),
    "DISK": (b"No space left on device",),
}

_ENDED_BY = {-signal.SIGXFSZ: "FILE_SIZE"}


def said(exited, stderr):
    """By its last words, or by the signal that ended it without any."""
    by_words = {name for name, words in _SAID.items() if any(each in stderr for each in words)}
    return by_words | ({_ENDED_BY[exited]} if exited in _ENDED_BY else set())
