"""Targets that are broken, empty, foreign or large."""

import time

from running import PERSPECTIVES, Targets

GOOD = 'def good():\n    """Yes."""\n    return eval(input())\n'


class AwkwardTargets(Targets):
    def test_an_empty_target_gets_a_report_that_says_so(self):
        for each in PERSPECTIVES:
            with self.subTest(each):
                self.assertEqual(self.look(each)["finding"], "no Python files to look at")

    def test_a_syntax_error_is_an_issue_with_its_line_and_the_other_files_are_analysed(self):
        self.write("bad.py", "x = 1\ndef broken(:\n")
        self.write("good.py", GOOD)

        for each in ("Security", "Complexity", "Docstrings", "Structure"):
            with self.subTest(each):
                self.assertIn(("FILE-SYNTAX", "bad.py", 2), self.rules(each))
        self.assertIn(("B307", "good.py", 3), self.rules("Security"))
        self.assertEqual(self.look("Complexity")["functions"], 1)
        self.assertEqual(self.look("Docstrings")["score"], 100)
        self.assertEqual(self.look("Structure")["functions"], 1)

    def test_a_target_in_which_nothing_can_be_read_is_not_called_good(self):
        self.write("bad.py", "def broken(:\n")

        for each in ("Security", "Complexity", "Docstrings", "Structure"):
            with self.subTest(each):
                self.assertEqual(self.look(each)["score"], 0)

    def test_a_file_that_is_not_utf_8_is_an_issue_and_the_other_files_are_analysed(self):
        self.write("latin.py", "name = 'Zoë'\n".encode("latin-1"))
        self.write("good.py", GOOD)

        for each in ("Security", "Complexity", "Docstrings", "Structure"):
            with self.subTest(each):
                self.assertIn("latin.py", {file for _, file, _ in self.rules(each)})
        self.assertIn(("B307", "good.py", 3), self.rules("Security"))

    def test_a_file_that_declares_its_encoding_is_read_in_it(self):
        self.write("latin.py", "# coding: latin-1\ndef f():\n    return 'Zoë'\n".encode("latin-1"))

        self.assertEqual(self.look("Structure")["functions"], 1)

    def test_a_file_with_a_nul_byte_is_an_issue(self):
        self.write("nul.py", b"x = 1\x00\n")

        for each in ("Security", "Complexity", "Docstrings", "Structure"):
            with self.subTest(each):
                self.assertIn("nul.py", {file for _, file, _ in self.rules(each)})

    def test_a_huge_file_is_left_out_and_said(self):
        self.write("huge.py", "x = 1\n" * 200_000)
        self.write("good.py", GOOD)

        for each in ("Security", "Complexity", "Docstrings", "Structure"):
            with self.subTest(each):
                self.assertIn(("FILE-TOO-LARGE", "huge.py", None), self.rules(each))
        self.assertIn(("B307", "good.py", 3), self.rules("Security"))

    def test_expressions_nested_a_thousand_deep_end_no_perspective(self):
        self.write("deep.py", "x = " + "-" * 5_000 + "1\n" + "y = " + "(" * 1_000 + ")" * 1_000 + "\n")

        for each in PERSPECTIVES:
            with self.subTest(each):
                self.look(each)

    def test_a_file_name_that_is_not_utf_8_is_reported_readably(self):
        (self.target / b"na\xefve.py".decode("utf-8", "surrogateescape")).write_text("eval(input())\n")

        self.assertEqual(self.rules("Security"), [("B307", "na\ufffdve.py", 1)])

    def test_a_link_in_a_circle_is_passed_by(self):
        (self.target / "loop").symlink_to(".")
        (self.target / "self.py").symlink_to("self.py")
        self.write("good.py", GOOD)

        for each in PERSPECTIVES:
            with self.subTest(each):
                self.look(each)

    def test_a_thousand_files_stay_well_within_the_time_out(self):
        body = "".join(f'def f{n}(a, b):\n    """Yes."""\n    return a + b * {n}\n\n' for n in range(8))
        for number in range(1_000):
            self.write(f"package{number % 10}/module{number}.py", "import os\n" + body)

        for each in PERSPECTIVES:
            with self.subTest(each):
                start = time.monotonic()
                self.look(each)
                self.assertLess(time.monotonic() - start, 60)

    def test_what_cannot_be_listed_in_full_is_counted(self):
        self.write("many.py", "def f(): pass\n" * 10_200)

        report = self.look("Docstrings")

        self.assertEqual((len(report["issues"]), report["issuesFound"]), (10_000, 10_200))

    def test_an_unknown_perspective_or_target_ends_with_a_sentence_and_nothing_on_stdout(self):
        for variables in ({"PERSPECTIVE": "Beauty", "TARGET": str(self.target)}, {"PERSPECTIVE": "Tests", "TARGET": "/no"}):
            with self.subTest(variables):
                done = self.run_python(["analyze.py"], **variables)
                self.assertNotEqual(done.returncode, 0)
                self.assertEqual(done.stdout, b"")
                self.assertEqual(len(done.stderr.splitlines()), 1)
