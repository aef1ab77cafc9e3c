"""Runs analyze.py as a fork does: its own process, TARGET and PERSPECTIVE in the environment."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ENVIRONMENT = pathlib.Path(__file__).resolve().parent.parent
PERSPECTIVES = ("Security", "Complexity", "Docstrings", "Tests", "Structure")


class Targets(unittest.TestCase):
    """Gives each test a target to fill, and a home of its own."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.home = pathlib.Path(directory.name, "home")
        self.target = pathlib.Path(directory.name, "target")
        self.home.mkdir()
        self.target.mkdir()

    def write(self, name, content):
        path = self.target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def run_python(self, arguments, **variables):
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ENVIRONMENT,
            env={**os.environ, "HOME": str(self.home), "PYTHONDONTWRITEBYTECODE": "1", **variables},
            capture_output=True,
            timeout=300,
        )

    def look(self, perspective, target=None):
        """The report of a perspective, which must be all there is on standard output."""
        done = self.run_python(["analyze.py"], PERSPECTIVE=perspective, TARGET=str(target or self.target))
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        lines = done.stdout.decode("utf-8").splitlines()
        self.assertEqual(len(lines), 1, lines)
        report = json.loads(lines[0])
        self.assertEqual(report["perspective"], perspective)
        self.assertTrue(0 <= report["score"] <= 100, report["score"])
        return report

    def rules(self, perspective):
        return [(issue["rule"], issue["file"], issue["line"]) for issue in self.look(perspective)["issues"]]
