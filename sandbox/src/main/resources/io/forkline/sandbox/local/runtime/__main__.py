"""Entry of the programs that live here: the supervisor on the host; the keeper and the zygote inside an environment."""

import sys

role = sys.argv[1]
if role == "supervisor":
    from _forkline import launch

    launch.main(launch.Local, *sys.argv[2:])
elif role == "keeper":
    from _forkline import keeper

    keeper.main(*map(int, sys.argv[2:]))
elif role == "zygote":
    from _forkline import zygote

    zygote.main(*map(int, sys.argv[2:]))
else:
    sys.exit("unknown role " + role)
