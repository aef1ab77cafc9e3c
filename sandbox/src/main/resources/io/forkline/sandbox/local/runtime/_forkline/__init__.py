"""The sandbox's own programs. Standard library only; from Python 3.10.

launch -> supervisor: the process that the JVM starts becomes PID 1 of a PID namespace and serves requests.
supervisor -> keeper -> zygote: for each snapshot, a confined interpreter that has imported its modules and waits.
zygote -> clone -> guest_init: for each fork, a copy of the zygote that confines itself further and runs commands.
"""
