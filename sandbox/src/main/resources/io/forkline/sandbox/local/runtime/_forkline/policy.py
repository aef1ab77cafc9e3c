"""Which system calls reach the kernel from a zygote and all below it, and why.

A call that is in no group fails with ENOSYS, as on a kernel that is older than the call: programs know what to do then. What is
known to be dangerous fails with EPERM, or does nothing where programs do not expect that it may fail. What a zygote needs to fork, a fork gives up when it has confined itself.
"""

from errno import ENOSYS, EPERM

from .arguments import BY_ARGUMENT, FORKING
from .bpf import ALLOW, SUCCEED, fail

ALLOWED = {
    "files and directories, within what the mounts show": """
        access chdir chmod chown close close_range copy_file_range creat dup dup2 dup3 faccessat faccessat2 fadvise64 fallocate
        fchdir fchmod fchmodat fchmodat2 fchown fchownat fdatasync fgetxattr flistxattr flock fremovexattr fsetxattr fstat
        fstatfs fsync ftruncate futimesat getcwd getdents getdents64 getxattr getxattrat lchown lgetxattr link linkat listxattr
        listxattrat llistxattr lremovexattr lseek lsetxattr lstat mkdir mkdirat mknod mknodat newfstatat open openat openat2
        pread64 preadv preadv2 pwrite64 pwritev pwritev2 read readahead readlink readlinkat readv removexattr removexattrat
        rename renameat renameat2 rmdir sendfile setxattr setxattrat splice stat statfs statx symlink symlinkat
        sync_file_range tee truncate umask unlink unlinkat utime utimensat utimes write writev""",
    "memory of the process itself": """
        brk madvise map_shadow_stack membarrier memfd_create mincore mlock mlock2 mlockall mmap mprotect mremap mseal msync munlock
        munlockall munmap pkey_alloc pkey_free pkey_mprotect""",
    "processes and threads of the own PID namespace; clone by its flags": """
        execve execveat exit exit_group fork getpgid getpgrp getpid getppid getsid gettid kill pidfd_open pidfd_send_signal
        restart_syscall set_tid_address setpgid setsid tgkill tkill vfork wait4 waitid""",
    "scheduling and limits, which the kernel lets nobody raise without a capability": """
        getcpu getpriority getrlimit getrusage ioprio_get ioprio_set sched_get_priority_max sched_get_priority_min
        sched_getaffinity sched_getattr sched_getparam sched_getscheduler sched_rr_get_interval sched_setaffinity sched_setattr
        sched_setparam sched_setscheduler sched_yield setpriority times""",
    "locks between threads": """
        futex futex_requeue futex_wait futex_waitv futex_wake get_robust_list rseq set_robust_list""",
    "signals": """
        alarm pause rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn rt_sigsuspend rt_sigtimedwait
        rt_tgsigqueueinfo sigaltstack signalfd signalfd4""",
    "clocks to read and timers": """
        clock_getres clock_gettime clock_nanosleep getitimer gettimeofday nanosleep setitimer time timer_create timer_delete
        timer_getoverrun timer_gettime timer_settime timerfd_create timerfd_gettime timerfd_settime""",
    "waiting for descriptors": """
        epoll_create epoll_create1 epoll_ctl epoll_pwait epoll_pwait2 epoll_wait eventfd eventfd2 inotify_add_watch inotify_init
        inotify_init1 inotify_rm_watch poll ppoll pselect6 select""",
    "pipes and sockets, once there is one; socket by its family": """
        accept accept4 bind connect getpeername getsockname getsockopt listen pipe pipe2 recvfrom recvmmsg recvmsg sendmmsg sendmsg
        sendto setsockopt shutdown""",
    "System V and POSIX objects of the own IPC namespace": """
        mq_getsetattr mq_notify mq_open mq_timedreceive mq_timedsend mq_unlink msgctl msgget msgrcv msgsnd semctl semget semop
        semtimedop shmat shmctl shmdt shmget""",
    "who we are; without a capability, or another id in the namespace, there is nothing to become": """
        capget capset getegid geteuid getgid getgroups getresgid getresuid getuid setfsgid setfsuid setgid setgroups setregid
        setresgid setresuid setreuid setuid""",
    "the machine, as far as programs ask about it": "arch_prctl getrandom sysinfo uname",
    "a program confines itself further": """
        landlock_add_rule landlock_create_ruleset landlock_restrict_self seccomp""",
}

REFUSED = {
    "mounts: a zygote has its own made, and nobody below may change one": """
        chroot fspick mount_setattr open_tree_attr""",
    "files by handle reach around mounts": "name_to_handle_at open_by_handle_at",
    "memory, descriptors and secrets of other processes": """
        kcmp pidfd_getfd process_madvise process_mrelease process_vm_readv process_vm_writev ptrace""",
    "programs and queues that run inside the kernel": """
        bpf io_uring_enter io_uring_register io_uring_setup userfaultfd""",
    "watching the machine": "fanotify_init fanotify_mark perf_event_open syslog",
    "keys, which no namespace divides": "add_key keyctl request_key",
    "the clock is the host's": "adjtimex clock_adjtime clock_settime settimeofday",
    "the machine is the host's": """
        acct delete_module finit_module init_module ioperm iopl kexec_file_load kexec_load quotactl quotactl_fd reboot
        setdomainname swapoff swapon vhangup""",
}

ABSENT = {
    "its flags are behind a pointer, where no filter can look; C libraries use clone then": "clone3",
    "where memory lies: libraries take the machine for one without nodes then": """
        get_mempolicy mbind migrate_pages move_pages set_mempolicy set_mempolicy_home_node""",
    "the old queues for I/O: programs that use them can do without": """
        io_cancel io_destroy io_getevents io_pgetevents io_setup io_submit""",
    "seldom used, and holes in the past or too young to tell": """
        cachestat file_getattr file_setattr listmount lsm_get_self_attr lsm_list_modules lsm_set_self_attr memfd_secret modify_ldt
        remap_file_pages statmount ustat vmsplice""",
    "not for 64 bits, or in no kernel any more": """
        _sysctl afs_syscall create_module epoll_ctl_old epoll_wait_old get_kernel_syms get_thread_area getpmsg lookup_dcookie
        nfsservctl putpmsg query_module security set_thread_area sysfs tuxcall uselib vserver""",
}

# glibc asks for routes through a socket that it binds, and starts threads by clone: both stay
NOT_FOR_A_RELAY = {
    "another program": "execve execveat",
    "to be reached by anybody: what it listens at is given to it": "listen",
    "other processes": "kill pidfd_open pidfd_send_signal rt_sigqueueinfo tkill",
}

IGNORED = {
    "writing out the disks of the host, all of them, as often as somebody asks; what a fork writes is in memory": "sync syncfs",
}


def of_zygote():
    """What is decided about each call, by its name, in a zygote and in all that it starts."""
    decided = {}
    for groups, decision in ((ALLOWED, ALLOW), (REFUSED, fail(EPERM)), (ABSENT, fail(ENOSYS)), (IGNORED, SUCCEED)):
        for names in groups.values():
            decided.update(dict.fromkeys(names.split(), decision))
    for groups in (BY_ARGUMENT, FORKING):
        for decisions in groups.values():
            decided.update(decisions)
    return decided


def of_forker():
    """What is refused beyond that in a zygote: it enters the cells of its forks, and makes none."""
    return {name: refused for name, refused in of_fork().items() if name != "setns"}


def of_fork():
    """What is refused beyond that, in a fork that is confined."""
    return {name: fail(EPERM) for decisions in FORKING.values() for name in decisions}


def of_relay():
    """What is refused beyond that in a process that carries bytes between forks and the network."""
    names = " ".join(NOT_FOR_A_RELAY.values()).split()
    return {**of_fork(), **dict.fromkeys(names, fail(EPERM))}
