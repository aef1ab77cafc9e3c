"""Sandboxes by gVisor: Google's kernel in user space, through its program runsc.

A fork is a container of its own, restored from the checkpoint of a warm process or started cold. Each has a keeper, PID 1 of a PID
namespace with mounts of its own: when the keeper is killed, nothing of the container is left, neither process nor mount.
"""
