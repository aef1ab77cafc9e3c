"""Which command lines are for a warm interpreter."""

_INTERPRETERS = ("python3", "python")


class Script:
    """What to run: a file, a module (-m) or code (-c), and its arguments."""

    def __init__(self, kind, name, arguments):
        self.kind, self.name, self.arguments = kind, name, arguments


def script_of(argv):
    """The program of a command line, or None where it is not for a warm interpreter."""
    if argv[0] not in _INTERPRETERS or len(argv) < 2:
        return None
    if argv[1] in ("-m", "-c"):
        return Script(argv[1], argv[2], argv[3:]) if len(argv) > 2 else None
    return None if argv[1].startswith("-") else Script("file", argv[1], argv[2:])
