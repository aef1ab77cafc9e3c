"""The sockets by which a host is usually taken over."""
import socket

from attempt import none_works

KNOWN = (
    "/run/docker.sock",
    "/var/run/docker.sock",
    "/run/containerd/containerd.sock",
    "/run/podman/podman.sock",
    "/run/dbus/system_bus_socket",
    "/run/systemd/private",
    "/run/systemd/journal/socket",
    "/run/udev/control",
    "/run/snapd.socket",
    "\0/tmp/.X11-unix/X0",
)


def connect(path):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_UNIX, kind) as unix:
            try:
                unix.connect(path)
                return "connected"
            except OSError as failed:
                last = failed
    raise last


none_works((path.strip("\0"), lambda path=path: connect(path)) for path in KNOWN)
