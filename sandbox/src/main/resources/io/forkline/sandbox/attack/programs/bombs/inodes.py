"""Empty files, folders and links take no disk, but memory of the kernel."""
import os

from attempt import escaped, held, name

MOST = 100_000
made = 0
os.makedirs("/tmp/inodes")
os.chdir("/tmp/inodes")
try:
    for made in range(MOST):
        if made % 2:
            os.symlink("x", str(made))
        else:
            os.close(os.open(str(made), os.O_CREAT | os.O_WRONLY))
except OSError as refused:
    held("%s at %d files" % (name(refused), made))
escaped("%d files" % MOST)
