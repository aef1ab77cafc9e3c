"""The calls that came after mount(2), which older filters forget."""
from attempt import call, none_works

AT_FDCWD, OPEN_TREE_CLONE = -100, 1
none_works(
    [
        ("fsopen", lambda: call("fsopen", b"tmpfs", 0)),
        ("fspick", lambda: call("fspick", AT_FDCWD, b"/", 0)),
        ("open_tree", lambda: call("open_tree", AT_FDCWD, b"/usr", OPEN_TREE_CLONE)),
        ("move_mount", lambda: call("move_mount", AT_FDCWD, b"/usr", AT_FDCWD, b"/tmp", 0)),
    ]
)
