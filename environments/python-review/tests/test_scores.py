"""The scores that the perspectives promise, on targets small enough to count by hand."""

from running import ENVIRONMENT, PERSPECTIVES, Targets

SAMPLE = ENVIRONMENT.parent.parent / "examples" / "sample-project"
BRANCHY = "def f(a):\n" + "".join(f"    if a == {n}:\n        return {n}\n" for n in range(5))


class Scores(Targets):
    def test_each_result_of_bandit_costs_ten(self):
        self.write("a.py", "password = 'secret-word'\neval(input())\n")

        report = self.look("Security")

        self.assertEqual(report["score"], 80)
        self.assertEqual(
            [(i["rule"], i["severity"], i["file"], i["line"]) for i in report["issues"]],
            [("B307", "MEDIUM", "a.py", 2), ("B105", "LOW", "a.py", 1)],
        )

    def test_nosec_means_what_it_means_to_bandit(self):
        self.write("a.py", "eval(input())  # nosec\neval(input())  # nosec B101\n")

        self.assertEqual(self.rules("Security"), [("B307", "a.py", 2)])

    def test_the_security_score_does_not_fall_below_zero(self):
        self.write("a.py", "eval(input())\n" * 11)

        self.assertEqual(self.look("Security")["score"], 0)

    def test_each_function_over_five_costs_fifteen(self):
        method = "".join("    " + line + "\n" for line in BRANCHY.splitlines())
        self.write("a.py", BRANCHY + "class C:\n" + method + "def g():\n    return 1\n")

        report = self.look("Complexity")

        self.assertEqual(report["score"], 70)
        self.assertEqual(report["highestComplexity"], 6)
        self.assertEqual([(i["rule"], i["line"]) for i in report["issues"]], [("CC", 1), ("CC", 13)])

    def test_a_function_of_exactly_five_costs_nothing(self):
        self.write("a.py", BRANCHY.replace("    if a == 4:\n        return 4\n", ""))

        self.assertEqual(self.look("Complexity")["score"], 100)

    def test_the_docstring_score_is_the_share_of_definitions_that_have_one(self):
        self.write("a.py", 'class C:\n    """Yes."""\n    def f(self):\n        pass\nasync def g():\n    "Yes."\n')

        report = self.look("Docstrings")

        self.assertEqual(report["score"], 66.7)
        self.assertEqual([(i["rule"], i["line"]) for i in report["issues"]], [("DOC-FUNCTION", 3)])

    def test_the_test_score_is_the_share_of_test_files_doubled(self):
        for name in ("a.py", "b.py", "c.py", "d.py", "e.py", "tests/test_a.py", "tests/__init__.py"):
            self.write(name, "")

        self.assertEqual(self.look("Tests")["score"], 40)

    def test_a_test_file_for_every_second_source_file_is_enough(self):
        for name in ("a.py", "b.py", "test_a.py"):
            self.write(name, "")

        self.assertEqual(self.look("Tests")["score"], 100)

    def test_each_function_per_file_is_worth_twenty(self):
        self.write("a.py", "import os\ndef f(): pass\ndef g(): pass\nclass C:\n    async def m(self): pass\n")
        self.write("b.py", "from os import path\n")

        report = self.look("Structure")

        self.assertEqual(report["score"], 30)
        self.assertEqual((report["functions"], report["classes"], report["imports"], report["files"]), (3, 1, 2, 2))

    def test_the_sample_has_what_it_is_made_to_have(self):
        security = {i["rule"] for i in self.look("Security", SAMPLE)["issues"]}

        self.assertLessEqual({"B105", "B307", "B602"}, security)
        self.assertGreater(self.look("Complexity", SAMPLE)["highestComplexity"], 10)
        self.assertEqual(self.look("Docstrings", SAMPLE)["score"], 0)
        self.assertEqual(self.look("Tests", SAMPLE)["score"], 0)

    def test_the_same_tree_gives_the_same_line(self):
        for each in PERSPECTIVES:
            with self.subTest(each):
                self.assertEqual(self.look(each, SAMPLE), self.look(each, SAMPLE))
