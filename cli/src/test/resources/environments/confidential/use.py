import hashlib
import json
import os
import sys

token = os.environ["API_TOKEN"]
print("asking with", token, file=sys.stderr)
print(json.dumps({
    "perspective": os.environ["PERSPECTIVE"],
    "score": 50,
    "finding": f"{hashlib.sha256(token.encode()).hexdigest()} of {token}",
    "issues": [{"file": token, "line": 1, "severity": "LOW", "rule": "KEY", "message": token}],
}))
