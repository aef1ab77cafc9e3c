"""What a program that failed says of the limit that it met. Its own word, good enough to name it in a report."""

_SAID = {
    "MEMORY": (b"MemoryError", b"Cannot allocate memory"),
    "PROCESSES": (b"Resource temporarily unavailable", b"can't start new thread", b"fork: retry"),
    "OPEN_FILES": (b"Too many open files",),
    "FILE_SIZE": (b"File too large",),
    "DISK": (b"No space left on device",),
}


def said(stderr):
    return {name for name, words in _SAID.items() if any(each in stderr for each in words)}
