"""Runs review.sh as a fork does: its own process, TARGET and PERSPECTIVE in the environment, and nothing of ours besides."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

ENVIRONMENT = pathlib.Path(__file__).resolve().parent.parent
SAMPLE = ENVIRONMENT.parent.parent / "examples" / "shell-scripts"
PERSPECTIVES = ("Syntax", "Quoting", "Safety", "Size")


class Targets(unittest.TestCase):
    """Gives each test a target to fill."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.target = pathlib.Path(directory.name, "target")
        self.target.mkdir()

    def write(self, name, content):
        path = pathlib.Path(os.fsdecode(os.path.join(os.fsencode(self.target), os.fsencode(name))))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def review(self, **variables):
        return subprocess.run(
            ["sh", "review.sh"],
            cwd=ENVIRONMENT,
            env={"PATH": "/usr/bin:/bin", "TMPDIR": str(self.target.parent), **variables},
            capture_output=True,
            timeout=300,
        )

    def look(self, perspective, target=None):
        """The report of a perspective, which must be all there is on standard output; nothing may be on the other."""
        done = self.review(PERSPECTIVE=perspective, TARGET=str(target or self.target))
        self.assertEqual((done.returncode, done.stderr.decode()), (0, ""))
        self.assertEqual(done.stdout.count(b"\n"), 1)
        report = json.loads(done.stdout.decode("utf-8"), object_pairs_hook=self._once)
        self.assertEqual(report["perspective"], perspective)
        self.assertTrue(0 <= report["score"] <= 100, report["score"])
        return report

    def found(self, perspective, target=None):
        """Each issue as rule and line."""
        return [(issue["rule"], issue["line"]) for issue in self.look(perspective, target)["issues"]]

    def _once(self, pairs):
        """Forkline refuses a field that is there twice."""
        fields = dict(pairs)
        self.assertEqual(len(fields), len(pairs), pairs)
        return fields
