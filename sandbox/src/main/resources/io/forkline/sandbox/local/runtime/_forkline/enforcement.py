"""Limits for a group of processes, put in force and taken away; or nothing of it, where the host has no control groups for us."""

_AGAIN_SECONDS = 0.05


def apply(supervisor, group, pids, told):
    """`told` when these processes and all below them are in the group."""
    if group is None:
        told()
    else:
        supervisor.attacher.attach(group, pids, told)


def lift(loop, group):
    """The processes are dead or dying; the kernel lets go of the group a moment after the last."""
    if group is not None and not group.remove():
        loop.after(_AGAIN_SECONDS, lambda: lift(loop, group))
