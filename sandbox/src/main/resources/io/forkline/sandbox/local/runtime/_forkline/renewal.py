"""What a clone must not share with its siblings, though it has the memory of one zygote.

Python's own `random` seeds itself anew after a fork. What a module keeps for itself (a generator that it made, a key, the time it was
imported at) is out of our reach: such a thing is the same in every fork.
"""

import os
import sys

_NODE_BYTES, _MULTICAST = 6, 1 << 40
_KEY_BYTES = 32


def prepare():
    """In the zygote: what costs much the first time and next to nothing afterwards."""
    _stir_ssl()


def renew():
    """In the clone, before it is parked."""
    _stir_ssl()
    tempfile, numeric, uuid, process = map(sys.modules.get, ("tempfile", "numpy.random", "uuid", "multiprocessing.process"))
    if tempfile is not None:
        tempfile.tempdir = None
        tempfile._name_sequence = None
    if numeric is not None:
        numeric.seed()
    if uuid is not None:
        # the C library would go on with the node and the sequence of the zygote's first answer
        uuid._generate_time_safe = None
        uuid._node = int.from_bytes(os.urandom(_NODE_BYTES), "big") | _MULTICAST
    if process is not None:
        process.current_process().authkey = os.urandom(_KEY_BYTES)


def _stir_ssl():
    """
    OpenSSL notices a fork by its process id, and ours is that of our siblings: all of us would draw the same numbers. See
    keepers.py for other copies of it, in other modules.
    """
    ssl = sys.modules.get("_ssl")
    if ssl is not None:
        ssl.RAND_add(os.urandom(_KEY_BYTES), _KEY_BYTES)
