"""Where things are inside a container."""

TARGET = "/target"
PROGRAMS = "/opt/forkline/guest"
# a fork writes them when it wakes up
OWN_FILES = ("/etc/hostname", "/etc/machine-id")
