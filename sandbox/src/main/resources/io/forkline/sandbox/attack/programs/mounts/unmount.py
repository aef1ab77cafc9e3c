"""What is hidden below a mount comes back when it is taken away."""
from attempt import call, none_works

MNT_DETACH = 2
none_works((path, lambda path=path: call("umount2", path.encode(), MNT_DETACH)) for path in ("/proc", "/usr", "/dev/null", "/target", "/opt/environment", "/"))
