"""The file system of a sandbox: layers below, a writable layer above, and the host's parts bound read only.

    /usr, /lib...        the host's, read only
    /opt/python          the interpreter, where it is not under /usr
    /opt/environment     the environment's files, read only
    /dev                 null, zero, full, random, urandom; shm is the fork's own
    /proc                processes of its own PID namespace, and nothing of the kernel
    everything else      overlay of the layers, with a writable top
"""

import os

from . import kernel

LAYERS = "/.stage"
FORK = "/.fork"
ENVIRONMENT = "/opt/environment"
GUEST_HOME = "/home/forkline"
_DEVICES = ("null", "zero", "full", "random", "urandom")
_LINKS = {"fd": "/proc/self/fd", "stdin": "fd/0", "stdout": "fd/1", "stderr": "fd/2"}
_OWN_DIRECTORIES = ("/etc", "/tmp", "/var", "/var/tmp", "/run", "/opt", "/home", GUEST_HOME)
READ_ONLY = kernel.ATTR_RDONLY | kernel.ATTR_NOSUID | kernel.ATTR_NODEV
DEVICE_FILES = kernel.ATTR_RDONLY | kernel.ATTR_NOSUID | kernel.ATTR_NOEXEC


def bind(source, target, attributes=READ_ONLY):
    """Binds a tree, restricted before it can be reached, and reads back that the restriction holds."""
    tree = kernel.clone_mount(source)
    try:
        kernel.restrict_mount(tree, attributes)
        kernel.attach_mount(tree, target)
    finally:
        os.close(tree)
    if not os.statvfs(target).f_flag & os.ST_RDONLY:
        raise OSError("%s is not read only" % target)


def tmpfs(target, limit_bytes):
    inodes = min(max(limit_bytes // 8192, 1024), 262144)
    options = "mode=755,size=%d,nr_inodes=%d" % (limit_bytes, inodes)
    kernel.mount("tmpfs", target, "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, options)


def overlay(lowers, upper, work, target, user_attributes):
    options = "lowerdir=%s,upperdir=%s,workdir=%s" % (":".join(lowers), upper, work)
    if user_attributes:
        options += ",userxattr"
    kernel.mount("overlay", target, "overlay", kernel.MS_NOSUID | kernel.MS_NODEV, options)


def own_directories(upper, owner=None, more=()):
    """The directories that a guest may write in; it owns its copies of them."""
    mask = os.umask(0)
    os.chmod(upper, 0o755)
    for name in _OWN_DIRECTORIES + more:
        os.mkdir(upper + name, 0o1777 if name in ("/tmp", "/var/tmp") else 0o755)
    os.umask(mask)
    if owner is not None:
        for name in ("",) + _OWN_DIRECTORIES + more:
            os.chown(upper + name, owner, owner)


def devices(directory):
    """Fills a directory with what goes to /dev."""
    for name in _DEVICES:
        target = os.path.join(directory, name)
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o444))
        bind("/dev/" + name, target, DEVICE_FILES)
    for name, link in _LINKS.items():
        os.symlink(link, os.path.join(directory, name))
    os.mkdir(os.path.join(directory, "shm"))


def proc():
    """Processes only: nothing of /proc that tells about the kernel or the machine. Not mounted anywhere yet."""
    return kernel.detached_mount("proc", "subset", "pid", kernel.ATTR_NOSUID | kernel.ATTR_NODEV | kernel.ATTR_NOEXEC)


def whole_proc(target):
    """A /proc with nothing hidden. The kernel lets a namespace below mount its own only where this is in sight."""
    kernel.mount("proc", target, "proc", kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC)


def host_directories():
    """The directories of the host's system that are not links into /usr."""
    names = ("usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32")
    return ["/" + name for name in names if os.path.isdir("/" + name) and not os.path.islink("/" + name)]


def fork_root(limit_bytes, system, own, own_proc):
    """From inside a zygote's root: a root for a fork, writable in memory, with its own files in /etc. Leaves us in it."""
    tmpfs(FORK, limit_bytes)
    for name in ("u", "w", "r", "shm"):
        os.mkdir(FORK + "/" + name)
    own_directories(FORK + "/u")
    for name, content in own.items():
        with open(FORK + "/u/etc/" + name, "w") as file:
            file.write(content + "\n")
    os.chmod(FORK + "/shm", 0o1777)
    lowers = [LAYERS + "/" + number for number in sorted(os.listdir(LAYERS), key=int)]
    root = FORK + "/r"
    overlay(lowers, FORK + "/u", FORK + "/w", root, True)
    for path in system:
        rebind(path, root + path)
    rebind(FORK + "/shm", root + "/dev/shm")
    kernel.attach_mount(own_proc, root + "/proc")
    os.chdir(root)
    kernel.pivot_root_here()


def rebind(source, target):
    """Binds what is restricted enough already: by a lock from above, or as a place to write."""
    tree = kernel.clone_mount(source)
    try:
        kernel.attach_mount(tree, target)
    finally:
        os.close(tree)
