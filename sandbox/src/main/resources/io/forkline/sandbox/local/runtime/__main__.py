"""Entry of the two programs that live here: the supervisor on the host, the zygote inside an environment."""

import sys

role = sys.argv[1]
if role == "supervisor":
    from _forkline import launch

    launch.main(*sys.argv[2:])
elif role == "zygote":
    from _forkline import zygote

    zygote.main(int(sys.argv[2]))
else:
    sys.exit("unknown role " + role)
