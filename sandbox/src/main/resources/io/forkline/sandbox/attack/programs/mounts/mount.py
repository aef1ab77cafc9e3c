import os

from attempt import call, none_works

MS_REMOUNT, MS_BIND, MS_MOVE, MNT_DETACH = 0x20, 0x1000, 0x2000, 2
os.makedirs("/tmp/there", exist_ok=True)
none_works(
    [
        ("a tmpfs", lambda: call("mount", b"tmpfs", b"/tmp/there", b"tmpfs", 0, None)),
        ("a proc", lambda: call("mount", b"proc", b"/tmp/there", b"proc", 0, None)),
        ("a sysfs", lambda: call("mount", b"sysfs", b"/tmp/there", b"sysfs", 0, None)),
        ("a cgroup", lambda: call("mount", b"cgroup", b"/tmp/there", b"cgroup", 0, b"memory")),
        ("an overlay", lambda: call("mount", b"x", b"/tmp/there", b"overlay", 0, b"lowerdir=/usr,upperdir=/tmp,workdir=/tmp")),
        ("a bind", lambda: call("mount", b"/usr", b"/tmp/there", None, MS_BIND, None)),
        ("a move", lambda: call("mount", b"/usr", b"/tmp/there", None, MS_MOVE, None)),
    ]
)
