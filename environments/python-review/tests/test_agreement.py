"""Security and Complexity say what the command lines of bandit and radon say of the same tree."""

import collections
import json
import pathlib
import random

from running import Targets

STATEMENTS = (
    "eval(input())",
    "assert a > b",
    "import pickle; pickle.loads(a)",
    "import subprocess; subprocess.call('ls ' + a, shell=True)",
    "token = 'not-so-secret'",
    "exec(a)  # nosec",
    "open('/tmp/x')  # nosec B108",
    "x = [n for n in a if n if n > 2]",
    "y = 1 if a and b or a else 2",
)
BLOCKS = ("if a > {n}:", "while b and a:", "for n in a:", "with open(a) as f:", "try:", "def inner(a, b):", "class In:")


class Agreement(Targets):
    def test_on_generated_code(self):
        rng = random.Random(20)
        for number in range(40):
            self.write(f"p{number % 4}/m{number}.py", _module(rng))
        self.write("p0/broken.py", "def f(:\n")
        self.write(".hidden/h.py", "eval(input())\n")
        self.write(".eggs/e.py", "eval(input())\n")
        self.write("scripts/run", "#!/usr/bin/env python\ndef f(a):\n    assert a\n")

        self._check(self.target)

    def test_on_the_tools_themselves(self):
        import radon

        self._check(pathlib.Path(radon.__file__).parent)

    def test_where_the_project_tells_bandit_what_to_skip(self):
        self.write(".bandit", "[bandit]\nskips: B307\nexclude: */left_out/*\n")
        self.write("a.py", "eval(input())\nexec(input())\n")
        self.write("left_out/b.py", "exec(input())\n")

        self._check(self.target)
        self.assertEqual(self.rules("Security"), [("B102", "a.py", 2)])

    def _check(self, target):
        tool = self.run_python(["-m", "bandit", "-q", "-r", str(target), "-f", "json"])
        expected = collections.Counter(
            (pathlib.Path(each["filename"]).relative_to(target).as_posix(), each["line_number"], each["test_id"])
            for each in json.loads(tool.stdout)["results"]
        )
        report = self.look("Security", target)
        found = collections.Counter((i["file"], i["line"], i["rule"]) for i in report["issues"] if i["rule"][0] == "B")
        self.assertEqual(found, expected)
        self.assertEqual(report["score"], max(0, 100 - 10 * expected.total()))

        tool = self.run_python(["-m", "radon", "cc", "-j", str(target)])
        expected = collections.Counter(
            (pathlib.Path(name).relative_to(target).as_posix(), block["lineno"])
            for name, blocks in json.loads(tool.stdout).items()
            for block in (blocks if isinstance(blocks, list) else ())
            if block["type"] in ("function", "method") and block["complexity"] > 5
        )
        report = self.look("Complexity", target)
        found = collections.Counter((i["file"], i["line"]) for i in report["issues"] if i["rule"] == "CC")
        self.assertEqual(found, expected)
        self.assertEqual(report["score"], max(0, 100 - 15 * expected.total()))


def _module(rng):
    return "".join(f"def f{n}(a, b):\n" + _block(rng, 1) for n in range(rng.randrange(1, 4)))


def _block(rng, depth):
    indent = "    " * depth
    lines = []
    for _ in range(rng.randrange(1, 4)):
        if depth < 4 and rng.random() < 0.5:
            head = rng.choice(BLOCKS)
            lines.append(indent + head.format(n=rng.randrange(9)) + "\n" + _block(rng, depth + 1))
            if head == "try:":
                lines.append(f"{indent}except ValueError:\n{indent}    pass\n")
        else:
            lines.append(indent + rng.choice(STATEMENTS) + "\n")
    return "".join(lines)
