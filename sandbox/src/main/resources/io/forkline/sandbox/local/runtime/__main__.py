"""Entry of the programs that live here: the supervisors and relays on the host, and what they start inside an environment."""

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
elif role == "relay":
    from _forkline import relay

    relay.main(*map(int, sys.argv[2:]))
elif role == "gvisor":
    from _forkline import launch
    from _gvisor import service

    launch.main(service, *sys.argv[2:])
elif role == "guest":
    from _gvisor import guest

    guest.main()
else:
    sys.exit("unknown role " + role)
