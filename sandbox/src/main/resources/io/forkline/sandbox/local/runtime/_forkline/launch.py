"""From the process that the JVM starts to the supervisor: user ids, namespaces, a directory of its own, and the way back.

The launcher itself stays outside, waits for the supervisor, and removes the directory when it is gone.
"""

import fcntl
import os
import platform
import resource
import select
import signal
import sys

from . import cgroups, instances, kernel, lease, limits, namespaces, seccomp
from .impossible import Impossible, check_kernel, setting, why_no_namespaces
from .supervisor import Supervisor

_GRACE_MS = 3000
_SUPERVISOR_CAPABILITIES = (
    kernel.CAP_CHOWN,
    kernel.CAP_DAC_OVERRIDE,
    kernel.CAP_DAC_READ_SEARCH,
    kernel.CAP_FOWNER,
    kernel.CAP_KILL,
    kernel.CAP_SETGID,
    kernel.CAP_SETUID,
    kernel.CAP_SETPCAP,
    kernel.CAP_SYS_CHROOT,
    kernel.CAP_SYS_PTRACE,
    kernel.CAP_SYS_ADMIN,
)


class Local:
    """What is launched for forks by Linux's own means. Each kind of supervisor has these three."""

    @staticmethod
    def enter():
        seccomp.check()
        return namespaces.enter()

    @staticmethod
    def serve(entered, run_directory, instance, incoming, outgoing):
        kernel.keep_capabilities(_SUPERVISOR_CAPABILITIES)
        ids, in_user_namespace = entered
        Supervisor(ids, instance, in_user_namespace, incoming, outgoing).run()

    @staticmethod
    def sweep(run_directory):
        """What a supervisor leaves outside its directory and its namespaces: nothing."""


def main(service, run_directory):
    os.umask(0o022)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # the lease ends us, not the terminal
    try:
        check_kernel(platform.release(), platform.machine(), kernel.MACHINES)
        limits.apply_to_all_of_us()
        entered = service.enter()
        group_parents = cgroups.parents()  # our /proc will be the supervisor's
        instance, lock = instances.own_directory(run_directory, group_parents)
    except (OSError, Impossible) as failed:
        _say_and_leave(failed)
    try:
        instances.sweep(run_directory)
        service.sweep(run_directory)
        alive, told = os.pipe()
        supervisor = os.fork()
    except OSError as failed:
        instances.remove(instance, lock, group_parents)
        _say_and_leave(failed)
    if supervisor == 0:
        os.close(told)
        _supervise(service, entered, run_directory, instance, alive)
    os.close(1)
    _wait_for_end_of(supervisor)
    instances.remove(instance, lock, group_parents)
    # what had been killed just before we began may not have been dead yet
    instances.sweep(run_directory)
    service.sweep(run_directory)


def _wait_for_end_of(supervisor):
    """It ends with the lease, as we see as well as it does. One that hangs is ended."""
    ended = os.pidfd_open(supervisor)
    either = select.poll()
    either.register(ended, select.POLLIN)
    either.register(0, 0)  # nothing but the end of it: the JVM's requests are not for us
    either.poll()
    either.unregister(0)
    if not either.poll(_GRACE_MS):
        os.kill(supervisor, signal.SIGKILL)
    os.waitpid(supervisor, 0)


def _supervise(service, entered, run_directory, instance, alive):
    """Never returns."""
    try:
        kernel.set_process_name("forkline-superv")
        kernel.die_with_parent(signal.SIGKILL)
        os.set_blocking(alive, False)
        if _at_end(alive):  # the launcher died before we asked to be told of it
            os._exit(1)
        kernel.mount("none", "/", "", kernel.MS_REC | kernel.MS_PRIVATE)
        _mount_proc()
        _open_many_files()
        incoming, outgoing = _take_pipes()
        service.serve(entered, run_directory, instance, incoming, outgoing)
    except (OSError, Impossible) as failed:
        _say_and_leave(failed)
    finally:
        sys.stderr.flush()


def _at_end(pipe):
    try:
        return os.read(pipe, 1) == b""
    except BlockingIOError:
        return False


def _open_many_files():
    """Each running fork costs us a handful of descriptors. What we start gets limits of its own."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _take_pipes():
    """What we start must find nothing on 0 and 1."""
    incoming = fcntl.fcntl(0, fcntl.F_DUPFD_CLOEXEC, 10)
    outgoing = fcntl.fcntl(1, fcntl.F_DUPFD_CLOEXEC, 10)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return incoming, outgoing


def _say_and_leave(failed):
    os.write(1, lease.frame({"hello": False, "error": str(failed)}))
    os._exit(1)


def _mount_proc():
    try:
        kernel.mount("proc", "/proc", "proc", kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC)
    except OSError as refused:
        raise Impossible(
            "A fresh /proc cannot be mounted (%s)%s"
            % (
                refused.strerror,
                "; " + why_no_namespaces(refused)
                if setting("/proc/self/attr/apparmor/current") not in (None, "unconfined")
                else ". In a container, run with --security-opt systempaths=unconfined.",
            )
        )
