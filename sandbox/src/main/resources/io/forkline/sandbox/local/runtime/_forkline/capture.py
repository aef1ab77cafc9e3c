"""Takes what a setup installed out of its writable layer: plain files, directories and links, and nothing else of them."""

import os
import shutil
import stat

_LEFT_OUT = (".fork", ".stage", "dev", "home/forkline/.cache", "proc", "run", "tmp", "var/tmp")


def capture(upper, destination):
    """Copies the tree. Modes become 0755 and 0644, owner and group ours; set-id bits, attributes and devices are lost."""
    _copy_directory(upper, destination, "")


def _copy_directory(source, destination, inside):
    for entry in sorted(os.scandir(source), key=lambda each: each.name):
        name = inside + entry.name
        if name in _LEFT_OUT:
            continue
        target = os.path.join(destination, entry.name)
        mode = entry.stat(follow_symlinks=False).st_mode
        if stat.S_ISLNK(mode):
            os.symlink(os.readlink(entry.path), target)
        elif stat.S_ISDIR(mode):
            os.mkdir(target, 0o755)
            _copy_directory(entry.path, target, name + "/")
        elif stat.S_ISREG(mode):
            _copy_file(entry, target, mode)


def _copy_file(entry, target, mode):
    """Times stay: Python's compiled files name the time of their source."""
    shutil.copyfile(entry.path, target, follow_symlinks=False)
    os.chmod(target, 0o755 if mode & 0o111 else 0o644)
    times = entry.stat(follow_symlinks=False)
    os.utime(target, ns=(times.st_atime_ns, times.st_mtime_ns))
