import json
import os
import sys

if __name__ == "__main__":
    files = sorted(os.listdir(os.environ["TARGET"]))
    print(json.dumps({
        "perspective": os.environ["PERSPECTIVE"],
        "score": 90,
        "finding": f"{sys.argv[1]} to {', '.join(files)}",
        "files": len(files),
    }))
