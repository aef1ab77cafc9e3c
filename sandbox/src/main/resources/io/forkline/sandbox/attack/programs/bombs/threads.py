import os
import threading
import time

from attempt import escaped, held

LIMIT = int(os.environ["LIMIT_PROCESSES"])
threading.stack_size(64 << 10)
made = 0
try:
    while made < 4 * LIMIT:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        made += 1
    escaped("%d threads" % made)
except (RuntimeError, MemoryError) as refused:
    if made > LIMIT:
        escaped("%d threads" % made)
    held("%s after %d threads, %d are allowed" % (refused, made, LIMIT))
