"""A session's keyring is shared across all namespaces: it may hold the keys of whoever started the host's process."""
from attempt import call, none_works

GET_KEYRING, JOIN, READ, SEARCH = 0, 1, 11, 10
THREAD, PROCESS, SESSION, USER, USER_SESSION = -1, -2, -3, -4, -5
none_works(
    [
        ("the session's keyring", lambda: call("keyctl", GET_KEYRING, SESSION, 0, 0, 0)),
        ("the user's keyring", lambda: call("keyctl", GET_KEYRING, USER, 1, 0, 0)),
        ("reading keys", lambda: call("keyctl", READ, USER_SESSION, b"\0" * 512, 512, 0)),
        ("joining a session", lambda: call("keyctl", JOIN, b"forkline", 0, 0, 0)),
        ("adding a key", lambda: call("add_key", b"user", b"forkline", b"x", 1, PROCESS)),
        ("asking for a key", lambda: call("request_key", b"user", b"forkline", None, PROCESS)),
    ]
)
