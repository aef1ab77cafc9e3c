"""Control groups: limits for all processes of a fork together, where this host lets us have them.

Version 2 has one tree, version 1 a tree for each controller. We work below the group that we were started in, in a group named after
our instance, so that whoever cleans up after a crash knows whose it was.
"""

import os

_ROOT = "/sys/fs/cgroup"
_CONTROLLERS = ("memory", "pids", "cpu")
_PERIOD_MICROS = 100_000
# an environment's own group: its zygote, and for a moment the forks that nobody has waited for
_ENVIRONMENT_PROCESSES, _ENVIRONMENT_BYTES = 4096, 1 << 30


def probe(name):
    """The groups of an instance of this name: made, and empty."""
    for kind in (_Version2, _Version1):
        try:
            return kind(name)
        except OSError:
            continue
    return _None()


def parents():
    """Where the groups of instances are, for somebody who has our groups and sees our /proc."""
    found = [_version_2_parent()] + [_version_1_parent(name) for name in _CONTROLLERS]
    return [each for each in found if each is not None]


def remove(name, found):
    """Removes what an instance of this name has left below these parents. Whether nothing is left."""
    gone = True
    for parent in found:
        top = os.path.join(parent, name)
        for directory, _, _ in os.walk(top, topdown=False):
            gone = _remove_directory(directory) and gone
    return gone


NONE = "none"


class _None:
    """This host gives us none. Each process has limits of its own, and the supervisor watches the sum of their memory."""

    description = NONE

    def environment(self, limits):
        return None

    def fork(self, limits):
        return None


class _Groups:
    def __init__(self, description, tops):
        self.description, self._tops, self._made = description, tops, 0

    def environment(self, limits):
        bounds = {"memory": limits["memoryBytes"] + limits["diskBytes"] + _ENVIRONMENT_BYTES, "pids": _ENVIRONMENT_PROCESSES}
        return self._make("e", bounds)

    def fork(self, limits):
        """Files in memory count as memory, and nothing reclaims them. One process is the cell's own."""
        return self._make(
            "f",
            {
                "memory": limits["memoryBytes"] + limits["diskBytes"],
                "pids": limits["processes"] + 1,
                "cpu": limits["cpus"],
            },
        )

    def _make(self, letter, bounds):
        self._made += 1
        directories = []
        for top in self._tops:
            directory = os.path.join(top, "%s%d" % (letter, self._made))
            os.mkdir(directory)
            directories.append(directory)
        group = self.kind(directories)
        group.limit(bounds)
        return group


class Group:
    """The directories of one group: one, or one for each controller."""

    def __init__(self, directories):
        self.directories = directories

    def hit(self):
        """Names of the limits that were hit so far."""
        found = set()
        if self._count(self._memory_events, "oom_kill"):
            found.add("MEMORY")
        if self._count("pids.events", "max"):
            found.add("PROCESSES")
        return found

    def remove(self):
        """Whether it is gone; the kernel lets go of a group a moment after its last process."""
        return all([_remove_directory(directory) for directory in self.directories])

    def _count(self, file, name):
        for directory in self.directories:
            for line in _lines(os.path.join(directory, file)):
                key, _, value = line.partition(" ")
                if key == name:
                    return int(value)
        return 0

    def _set(self, file, value):
        for directory in self.directories:
            path = os.path.join(directory, file)
            if os.path.exists(path):
                _write(path, str(value))


class _Version2Group(Group):
    _memory_events = "memory.events"

    def limit(self, bounds):
        self._set("memory.max", bounds["memory"])
        self._set("memory.swap.max", 0)
        self._set("memory.oom.group", 1)
        self._set("pids.max", bounds["pids"])
        if "cpu" in bounds:
            self._set("cpu.max", "%d %d" % (bounds["cpu"] * _PERIOD_MICROS, _PERIOD_MICROS))

    def on_out_of_memory(self):
        """The kernel ends the whole group; there is nothing to wait for."""
        return None


class _Version1Group(Group):
    _memory_events = "memory.oom_control"

    def limit(self, bounds):
        self._set("memory.limit_in_bytes", bounds["memory"])
        self._set("memory.memsw.limit_in_bytes", bounds["memory"])
        self._set("pids.max", bounds["pids"])
        if "cpu" in bounds:
            self._set("cpu.cfs_quota_us", int(bounds["cpu"] * _PERIOD_MICROS))

    def on_out_of_memory(self):
        """A descriptor that can be read when the kernel has ended one process of the group; the others are ours to end."""
        directory = self.directories[0]
        told = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        try:
            control = os.open(os.path.join(directory, "memory.oom_control"), os.O_RDONLY | os.O_CLOEXEC)
            try:
                _write(os.path.join(directory, "cgroup.event_control"), "%d %d" % (told, control))
            finally:
                os.close(control)
        except OSError:
            os.close(told)
            return None
        return told


class _Version2(_Groups):
    kind = _Version2Group

    def __init__(self, name):
        parent = _version_2_parent()
        if parent is None:
            raise FileNotFoundError("no version 2")
        top = os.path.join(parent, name)
        os.mkdir(top)
        try:
            _write(os.path.join(top, "cgroup.subtree_control"), " ".join("+" + each for each in _CONTROLLERS))
        except OSError:
            os.rmdir(top)
            raise
        super().__init__("v2: " + ", ".join(_CONTROLLERS), [top])


class _Version1(_Groups):
    kind = _Version1Group

    def __init__(self, name):
        tops, names = [], []
        for controller in _CONTROLLERS:
            parent = _version_1_parent(controller)
            try:
                top = os.path.join(parent or "", name)
                os.mkdir(top)
                tops.append(top)
                names.append(controller)
            except OSError:
                if controller == "memory":
                    raise
        super().__init__("v1: " + ", ".join(names), tops)


def _version_2_parent():
    own = _own_path("")
    root = next((each for each in (_ROOT, _ROOT + "/unified") if os.path.exists(each + "/cgroup.controllers")), None)
    return os.path.normpath(root + own) if root and own else None


def _version_1_parent(controller):
    own = _own_path(controller)
    for root in (os.path.join(_ROOT, controller), os.path.join(_ROOT, "cpu,cpuacct")):
        if own and controller in root and os.path.isdir(root):
            # in a container the path may be the host's
            return os.path.normpath(root + own) if os.path.isdir(root + own) else root
    return None


def _own_path(controller):
    for line in _lines("/proc/self/cgroup"):
        _, controllers, path = line.split(":", 2)
        if controller in controllers.split(","):
            return path
    return None


def _lines(path):
    try:
        with open(path) as file:
            return file.read().splitlines()
    except OSError:
        return []


def _write(path, text):
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)


def _remove_directory(directory):
    try:
        os.rmdir(directory)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
