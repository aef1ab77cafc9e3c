"""Targets that are broken, empty, foreign or large."""

import time

from running import PERSPECTIVES, Targets

GOOD = 'def good():\n    """Yes."""\n    return eval(input())\n'


class AwkwardTargets(Targets):
    def test_a_target_without_python_gets_reports_that_say_so_and_praise_nothing(self):
        self.write("README.md", "# Prose only\n")

        for each in PERSPECTIVES:
            with self.subTest(each):
                report = self.look(each)
                self.assertEqual((report["score"], report["finding"]), (0, "no Python files to look at"))
                self.assertEqual([(i["rule"], i["severity"]) for i in report["issues"]], [("FILE-NONE", "HIGH")])

    def test_a_syntax_error_is_an_issue_with_its_line_and_the_other_files_are_analysed(self):
        self.write("bad.py", "x = 1\ndef broken(:\n")
        self.write("good.py", GOOD)

        for each in ("Security", "Complexity", "Docstrings", "Structure"):
            with self.subTest(each):
                self.assertIn(("FILE-SYNTAX", "bad.py", 2), self.rules(each))
        self.assertIn(("B307", "good.py", 3), self.rules("Security"))
        self.assertEqual(self.look("Complexity")["functions"], 1)
        self.assertEqual(self.look("Docstrings")["documented"], 1)
        self.assertEqual(self.look("Structure")["functions"], 1)

    def test_files_that_cannot_be_analysed_take_their_share_of_the_score(self):
        for name in ("a.py", "b.py", "c.py", "d.py"):
            self.write(name, "".join(f'def f{n}():\n    """Yes."""\n' for n in range(5)))
        for name in ("x.py", "y.py", "z.py"):
            self.write(name, "def broken(:\n")

        for each in ("Security", "Complexity", "Docstrings", "Structure"):
            with self.subTest(each):
                report = self.look(each)
                self.assertEqual(report["score"], 57.1)
                self.assertRegex(report["finding"], "; 3 (files )?could not be analysed$")
                self.assertEqual(report["filesNotAnalysed"], 3)

    def test_a_target_in_which_nothing_can_be_read_is_not_called_good(self):
        self.write("bad.py", "def broken(:\n")

        for each in ("Security", "Complexity", "Docstrings", "Structure"):
            with self.subTest(each):
                self.assertEqual(self.look(each)["score"], 0)

    def test_a_file_that_is_not_utf_8_is_an_issue_and_the_other_files_are_analysed(self):
        self.write("latin.py", "name = 'Zoë'\n".encode("latin-1"))
        self.write("good.py", GOOD)

        self.write("comment.py", "x = 1\n# Zoë\n".encode("latin-1"))

        for each in ("Security", "Complexity", "Docstrings", "Structure"):
            with self.subTest(each):
                issues = {i["file"]: i for i in self.look(each)["issues"] if i["rule"] == "FILE-ENCODING"}
                self.assertEqual({file: i["line"] for file, i in issues.items()}, {"latin.py": 1, "comment.py": 2})
                self.assertIn("not UTF-8", issues["latin.py"]["message"])
        self.assertIn(("B307", "good.py", 3), self.rules("Security"))

    def test_a_file_that_declares_its_encoding_is_read_in_it(self):
        body = "".join(f"    if a == {n}:\n        return 'Zoë'\n" for n in range(5))
        self.write("latin.py", ("# -*- coding: latin-1 -*-\ndef f(a):\n    eval(a)\n" + body).encode("latin-1"))
        self.write("mark.py", ("def f(a):\n    eval(a)\n" + body).encode("utf-8-sig"))

        self.assertEqual(self.rules("Security"), [("B307", "latin.py", 3), ("B307", "mark.py", 2)])
        self.assertEqual(self.rules("Complexity"), [("CC", "latin.py", 2), ("CC", "mark.py", 1)])
        self.assertEqual(self.rules("Docstrings"), [("DOC-FUNCTION", "latin.py", 2), ("DOC-FUNCTION", "mark.py", 1)])
        self.assertEqual(self.look("Structure")["functions"], 2)

    def test_an_encoding_that_is_another_or_unknown_is_said(self):
        self.write("ascii.py", "# coding: ascii\nname = 'Zoë'\n")
        self.write("unknown.py", "# coding: klingon\nx = 1\n")

        messages = [i["message"] for i in self.look("Docstrings")["issues"]]

        self.assertEqual(
            messages,
            [
                "not analysed: not ascii, which the file declares as its encoding",
                "not analysed: unknown encoding: klingon",
            ],
        )

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
