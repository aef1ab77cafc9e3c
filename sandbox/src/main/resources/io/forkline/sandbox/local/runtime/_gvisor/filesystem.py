"""The files of a container, in the mount namespace of its keeper.

    stage/bundle, state      what runsc is told, and what it notes
    stage/layers/N           the layers, read only
    stage/disk               as large as the container's disk: the writable layer
    stage/root               what the guest sees: an overlay of the two, and the host's parts, read only
    stage/target             what it looks at, read only
"""

import os
import shutil
import stat

from _forkline import rootfs

from . import bundle, paths

_STAGE_BYTES = 4 * 1024 * 1024
_PLACES = ("bundle", "state", "layers", "disk", "root", "target")
# runsc covers an empty /tmp with a file system of its own, which no limit on the disk would reach
_NOT_EMPTY = "/tmp/.forkline"
# and makes this one where it is missing
_MOUNT_POINT = "/sys"
# what a process had written before its checkpoint is beside the checkpoint: it is restored among the same files
_WRITTEN = "files"
_RESOLVER = ("/etc/resolv.conf", "/etc/hosts")
_CERTIFICATES = "/etc/ssl"


class Files:
    def __init__(self, stage):
        self._stage = stage
        self.bundle, self.state, self._layers, self._disk, self.root, self.target = (
            os.path.join(stage, name) for name in _PLACES
        )
        self._upper = os.path.join(self._disk, "u")

    def build(self, plan):
        rootfs.tmpfs(self._stage, _STAGE_BYTES)
        for name in _PLACES:
            os.mkdir(os.path.join(self._stage, name))
        rootfs.tmpfs(self._disk, plan.limits["diskBytes"])
        work = os.path.join(self._disk, "w")
        os.mkdir(work)
        if plan.image is None:
            self._make_upper(plan)
        else:
            _copy(os.path.join(plan.image, _WRITTEN), self._upper, plan.settings.guest_id)
        rootfs.overlay(self._lowers(plan), self._upper, work, self.root, plan.settings.user_attributes)
        for source, inside in plan.binds:
            rootfs.bind(source, self.root + inside)
        if plan.network and os.path.isdir(_CERTIFICATES):
            rootfs.bind(_CERTIFICATES, self.root + _CERTIFICATES)
        if plan.target is not None:
            rootfs.bind(plan.target, self.target)
        bundle.write(plan, self.bundle, self.root, self.target)

    def _make_upper(self, plan):
        os.mkdir(self._upper)
        guest = plan.settings.guest_id
        rootfs.own_directories(self._upper, guest)
        for name in paths.OWN_FILES:
            os.close(os.open(self._upper + name, os.O_CREAT | os.O_WRONLY, 0o644))
            os.chown(self._upper + name, guest, guest)
        os.mkdir(self._upper + _MOUNT_POINT)
        os.close(os.open(self._upper + _NOT_EMPTY, os.O_CREAT | os.O_WRONLY, 0o600))
        if plan.network:
            _let_names_be_found(self._upper)

    def save_written(self, image):
        _copy(self._upper, os.path.join(image, _WRITTEN), None)

    def _lowers(self, plan):
        lowers = []
        for number, layer in enumerate(plan.lowers):
            lower = os.path.join(self._layers, str(number))
            os.mkdir(lower)
            rootfs.bind(layer, lower)
            lowers.append(lower)
        return lowers


def _let_names_be_found(upper):
    """For a container in the host's network: how the host finds names, and whom it trusts."""
    for path in _RESOLVER:
        if os.path.isfile(path):
            shutil.copyfile(path, upper + path)
    os.makedirs(upper + _CERTIFICATES, exist_ok=True)


def _copy(source, destination, owner):
    """
    Files, directories and links, with their modes and times but for set-id bits; all belong to one owner, where one is given. Not
    their attributes: the overlay keeps notes there about the place where they were.
    """
    os.mkdir(destination, 0o700)
    for entry in os.scandir(source):
        target = os.path.join(destination, entry.name)
        if entry.is_symlink():
            os.symlink(os.readlink(entry.path), target)
            _own(target, owner)
        elif entry.is_dir():
            _copy(entry.path, target, owner)
        elif entry.is_file():
            shutil.copyfile(entry.path, target, follow_symlinks=False)
            _own(target, owner)
            _keep_mode(entry.path, target)
    _own(destination, owner)
    _keep_mode(source, destination)


def _own(path, owner):
    if owner is not None:
        os.chown(path, owner, owner, follow_symlinks=False)


def _keep_mode(source, target):
    """What its owner may not read could not be copied again."""
    status = os.lstat(source)
    os.chmod(target, status.st_mode & 0o1777 | (0o700 if stat.S_ISDIR(status.st_mode) else 0o600))
    os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))
