"""What runsc is told about a container: an OCI bundle, with one file in it, and the options of its command line."""

import json
import os

from _forkline import rootfs, surroundings

from . import paths

_OPEN_FILES = 1024
# what the sentry and the gofer use themselves, besides the memory and the files of their guest
_OWN_BYTES = 96 * 1024 * 1024
_CPU_PERIOD = 100_000
_NAMESPACES = ("pid", "ipc", "uts", "mount")


def options(plan, state):
    """The program and what stands before its subcommand."""
    found = [plan.runsc, "--root", state, "--overlay2", "none", "--network", "host" if plan.network else "none"]
    if plan.platform:
        found += ["--platform", plan.platform]
    if plan.cgroup is None:
        found += ["--ignore-cgroups"]
    if plan.settings.single_id:
        found += ["--rootless"]
    return found


def write(plan, directory, root, target):
    with open(os.path.join(directory, "config.json"), "w") as file:
        json.dump(_config(plan, root, target), file)


def _config(plan, root, target):
    guest = plan.settings.guest_id
    namespaces = _NAMESPACES if plan.network else _NAMESPACES + ("network",)
    linux = {"namespaces": [{"type": kind} for kind in namespaces]}
    if plan.cgroup is not None:
        linux["cgroupsPath"] = "/" + plan.cgroup
        linux["resources"] = _resources(plan.limits)
    return {
        "ociVersion": "1.0.0",
        "hostname": "forkline",
        "process": {
            "user": {"uid": guest, "gid": guest},
            "args": [surroundings.PROGRAMS + "/python3", paths.PROGRAMS, "guest"],
            "env": ["%s=%s" % each for each in surroundings.variables().items()],
            "cwd": rootfs.ENVIRONMENT,
            "capabilities": {},
            "noNewPrivileges": True,
            "rlimits": [_fixed("RLIMIT_NOFILE", _OPEN_FILES), _fixed("RLIMIT_CORE", 0)],
        },
        "root": {"path": root},
        "mounts": [
            {"destination": "/proc", "type": "proc", "source": "proc"},
            {
                "destination": paths.TARGET,
                "type": "bind",
                "source": target,
                "options": ["ro", "rbind", "nosuid", "nodev"],
            },
        ],
        "linux": linux,
    }


def _fixed(which, limit):
    return {"type": which, "hard": limit, "soft": limit}


def _resources(limits):
    """Files of the guest are in memory too."""
    return {
        "memory": {"limit": limits["memoryBytes"] + limits["diskBytes"] + _OWN_BYTES},
        "cpu": {"period": _CPU_PERIOD, "quota": max(1000, int(limits["cpus"] * _CPU_PERIOD))},
    }
