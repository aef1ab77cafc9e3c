import json
import os

print(json.dumps({"perspective": os.environ["PERSPECTIVE"], "score": 50, "finding": "worked"}))
