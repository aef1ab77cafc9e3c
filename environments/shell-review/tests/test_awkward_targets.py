"""Targets that are broken, empty, foreign or large."""

import os
import time
import unittest

from running import PERSPECTIVES, Targets

UNQUOTED = "#!/bin/sh\nset -e\ncat $x\n"


class AwkwardTargets(Targets):
    def test_a_target_without_scripts_gets_reports_that_say_so_and_praise_nothing(self):
        self.write("README.md", "# Prose only\n")
        self.write("tool", "#!/usr/bin/env python3\nprint(1)\n")
        self.write("data", b"\x7fELF\x00\x01")

        for each in PERSPECTIVES:
            with self.subTest(each):
                report = self.look(each)
                self.assertEqual((report["score"], report["finding"]), (0, "no shell scripts to look at"))
                self.assertEqual([(i["rule"], i["severity"]) for i in report["issues"]], [("FILE-NONE", "HIGH")])

    def test_scripts_are_known_by_name_or_by_their_first_line(self):
        for name, first in {"a.sh": "", "b.bash": "", "c": "#!/bin/sh", "d": "#! /usr/bin/env -S bash -e", "e": "#!/bin/dash\r",
                            "f": "#!/usr/bin/env A=1 sh", "x.sh": "#!/usr/bin/python3", "y": "#!/bin/zsh", "z": "echo"}.items():
            self.write(name, first + "\n:\n")
        self.write(".git/hooks/pre-commit", "#!/bin/sh\n:\n")

        self.assertEqual(self.look("Syntax")["files"], 6)

    def test_whatever_a_file_is_called_the_line_is_json_and_says_so(self):
        names = ['quo"te.sh', "back\\slash.sh", "new\nline.sh", "tab\there.sh", "-n.sh", "a b.sh", "Zoë.sh", "$(id).sh", b"na\xefve.sh",
                 b"\xed\xa0\x80.sh", "\x01.sh", "*.sh"]
        for name in names:
            self.write(name, UNQUOTED)

        for each in ("Quoting", "Safety", "Size", "Syntax"):
            self.assertEqual(self.look(each)["files"], len(names))
        files = {issue["file"] for issue in self.look("Quoting")["issues"]}
        self.assertEqual(files, {name if isinstance(name, str) else name.decode("utf-8", "replace") for name in names})

    def test_the_message_of_a_shell_is_json_too(self):
        self.write("a.sh", b'#!/bin/bash\n) "\\\xff\t\n')

        self.assertEqual(self.found("Syntax"), [("FILE-SYNTAX", 2)])

    def test_a_nul_byte_is_an_issue(self):
        self.write("a.sh", b"#!/bin/sh\necho \0\n")

        for each in PERSPECTIVES:
            self.assertEqual(self.found(each), [("FILE-SYNTAX", None)])

    def test_a_huge_file_is_left_out_and_said(self):
        self.write("huge.sh", "echo x\n" * 160_000)
        self.write("good.sh", UNQUOTED)

        for each in PERSPECTIVES:
            with self.subTest(each):
                self.assertIn(("FILE-TOO-LARGE", None), self.found(each))
        self.assertIn(("SH-QUOTE", 3), self.found("Quoting"))

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_a_file_that_cannot_be_read_is_an_issue(self):
        self.write("secret.sh", UNQUOTED).chmod(0)

        self.assertEqual(self.found("Quoting"), [("FILE-UNREADABLE", None)])

    def test_nothing_of_the_target_is_run(self):
        mark = self.target / "mark"
        self.write("a.sh", f"#!/bin/sh\ntouch '{mark}'\n$(touch '{mark}')\n")
        self.write("b.bash", f"x=$(touch '{mark}')\n`touch '{mark}'`\n")

        for each in PERSPECTIVES:
            self.look(each)

        self.assertFalse(mark.exists())

    def test_one_long_line_ends_no_perspective(self):
        self.write("a.sh", "echo " + "$x" * 400_000 + "\n")

        for each in PERSPECTIVES:
            with self.subTest(each):
                self.look(each)

    def test_what_cannot_be_listed_in_full_is_counted(self):
        self.write("many.sh", "cat $x\n" * 10_200)

        report = self.look("Quoting")

        self.assertEqual((len(report["issues"]), report["issuesFound"]), (10_000, 10_200))

    def test_links_are_passed_by(self):
        (self.target / "loop").symlink_to(".")
        (self.target / "self.sh").symlink_to("self.sh")
        self.write("good.sh", UNQUOTED)

        self.assertEqual(self.look("Syntax")["files"], 1)

    def test_hundreds_of_scripts_stay_well_within_the_time_out(self):
        for number in range(300):
            self.write(f"d{number % 10}/s{number}.sh", UNQUOTED * 40)

        for each in PERSPECTIVES:
            with self.subTest(each):
                start = time.monotonic()
                self.look(each)
                self.assertLess(time.monotonic() - start, 60)

    def test_an_unknown_perspective_or_target_ends_with_a_sentence_and_nothing_on_stdout(self):
        for variables in ({"PERSPECTIVE": "Beauty", "TARGET": str(self.target)}, {"PERSPECTIVE": "Size", "TARGET": "/no"}, {}):
            with self.subTest(variables):
                done = self.review(**variables)
                self.assertEqual((done.returncode, done.stdout), (2, b""))
                self.assertEqual(len(done.stderr.splitlines()), 1)
