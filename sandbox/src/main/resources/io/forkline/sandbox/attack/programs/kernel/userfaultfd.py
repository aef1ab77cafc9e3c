"""Calls that make races in the kernel easy to win, or watch the files of others."""
from attempt import call, none_works

USER_MODE_ONLY = 1
none_works(
    [
        ("userfaultfd", lambda: call("userfaultfd", USER_MODE_ONLY)),
        ("userfaultfd of the kernel", lambda: call("userfaultfd", 0)),
        ("fanotify", lambda: call("fanotify_init", 0, 0)),
    ]
)
