"""For every Python that a setup starts: what it has installed so far, and a pip for systems that come without one."""

import glob
import os
import site
import sys

site.addsitedir("/opt/forkline/site")
# at the end: a pip that the system has comes first
sys.path.extend(glob.glob(os.path.join(os.path.dirname(os.path.dirname(__file__)), "pip-*.whl")))
