"""An agent of the benchmark: waits as one that asks a model does, computes, and reports."""
import json
import os
import sys
import time

wait_ms, cpu_ms = float(sys.argv[1]), float(sys.argv[2])
time.sleep(wait_ms / 1000)
end = time.process_time() + cpu_ms / 1000
rounds = 0
while time.process_time() < end:
    rounds += 1
print(json.dumps({
    "perspective": os.environ["PERSPECTIVE"],
    "score": 100,
    "finding": f"waited {wait_ms:g} ms, computed {cpu_ms:g} ms",
    "rounds": rounds,
}))
