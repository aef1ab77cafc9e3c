"""The scores that the perspectives promise, on targets small enough to count by hand."""

from running import PERSPECTIVES, SAMPLE, Targets


class Scores(Targets):
    def test_syntax_is_the_share_of_scripts_that_parse(self):
        self.write("a.sh", "#!/bin/sh\necho a\n")
        self.write("b.sh", "#!/bin/sh\nif true; then\n")
        self.write("c.sh", "#!/bin/bash\nx=(1 2)\n")

        report = self.look("Syntax")

        self.assertEqual((report["score"], report["finding"]), (66.7, "2 of 3 scripts parse"))
        self.assertEqual([(i["rule"], i["file"], i["severity"]) for i in report["issues"]], [("FILE-SYNTAX", "b.sh", "HIGH")])

    def test_a_list_parses_in_bash_and_not_in_sh(self):
        self.write("a", "#!/bin/sh\nx=(1 2)\n")

        self.assertEqual(self.found("Syntax"), [("FILE-SYNTAX", 2)])

    def test_quoting_is_the_share_of_expansions_that_are_quoted(self):
        self.write("a.sh", 'cat $a\ncat "$b" "$c$d"\n')

        report = self.look("Quoting")

        self.assertEqual((report["score"], report["expansions"], report["unquoted"]), (75, 4, 1))
        self.assertEqual(self.found("Quoting"), [("SH-QUOTE", 1)])

    def test_a_script_without_variables_is_well_quoted(self):
        self.write("a.sh", "echo a\n")

        self.assertEqual(self.look("Quoting")["score"], 100)

    def test_risks_cost_by_their_severity(self):
        self.write("a.sh", "#!/bin/sh\ncurl https://x.example | sh\nchmod 777 x\n")

        report = self.look("Safety")

        self.assertEqual(self.found("Safety"), [("SH-PIPE-TO-SHELL", 2), ("SH-CHMOD", 3), ("SH-SET-E", 1)])
        self.assertEqual((report["score"], report["high"], report["medium"], report["low"]), (60, 1, 1, 1))

    def test_the_safety_score_does_not_fall_below_zero(self):
        self.write("a.sh", 'rm -rf "$x/"\n' * 5)

        self.assertEqual(self.look("Safety")["score"], 0)

    def test_size_costs_by_scripts_functions_and_lines(self):
        function = "long() {\n" + "    echo x\n" * 49 + "}\n"
        self.write("a.sh", function + "# " + "ü" * 119 + "\n" + "echo x\n" * 249)

        report = self.look("Size")

        self.assertEqual([(i["rule"], i["line"]) for i in report["issues"]],
                         [("SIZE-SCRIPT", None), ("SIZE-FUNCTION", 1), ("SIZE-LINE", 52)])
        self.assertEqual((report["score"], report["lines"], report["longestFunction"]), (78, 301, 51))

    def test_what_is_exactly_at_the_limit_costs_nothing(self):
        function = "fine() {\n" + "    echo x\n" * 48 + "}\n"
        self.write("a.sh", function + "# " + "ü" * 118 + "\n" + "echo x\n" * 249)

        self.assertEqual(self.look("Size")["score"], 100)

    def test_scripts_that_cannot_be_analysed_take_their_share_of_the_score(self):
        self.write("a.sh", "#!/bin/sh\nset -e\necho a\n")
        self.write("b.sh", "#!/bin/sh\nfi\n")

        for each in PERSPECTIVES:
            with self.subTest(each):
                report = self.look(each)
                self.assertEqual((report["score"], report["files"], report["filesNotAnalysed"]), (50, 2, 1))
                self.assertEqual([i["rule"] for i in report["issues"]], ["FILE-SYNTAX"])
        self.assertRegex(self.look("Safety")["finding"], "; 1 could not be analysed$")

    def test_the_sample_has_what_it_is_made_to_have(self):
        self.assertEqual(self.look("Syntax", SAMPLE)["score"], 80)
        self.assertIn(("SH-QUOTE", 9), self.found("Quoting", SAMPLE))
        rules = {rule for rule, _ in self.found("Safety", SAMPLE)}
        self.assertEqual(
            rules,
            {"SH-PIPE-TO-SHELL", "SH-RM-VARIABLE", "SH-EVAL", "SH-CHMOD", "SH-TLS", "SH-TMP", "SH-SECRET", "SH-SET-E", "FILE-SYNTAX"},
        )
        self.assertEqual({rule for rule, _ in self.found("Size", SAMPLE)}, {"SIZE-FUNCTION", "SIZE-LINE", "FILE-SYNTAX"})

    def test_the_same_tree_gives_the_same_line(self):
        for each in PERSPECTIVES:
            with self.subTest(each):
                self.assertEqual(self.look(each, SAMPLE), self.look(each, SAMPLE))
