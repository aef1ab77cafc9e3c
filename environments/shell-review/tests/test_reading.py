"""What is a variable without quotes, and what only looks like one; what is a command, and what is a text about one."""

from running import Targets

NOT_SPLIT = r"""
a=$b c=${d} export e=$f
local g=$h
[[ $i = $j && -n $k ]]
(( l + $m )); n=$(( $o + 1 ))
echo $? $# $$ $! $- ${#p}
for q in $r; do :; done
case $s in $t) : ;; (u|$v) : ;; esac
w=($x)
cat > $y 2>> $z < $a
# echo $b
echo '$c' "it's $d" $'e $f' \$g
cat <<END
$h "
END
cat <<-'END' | sort
	$i '
	END
$j --option
exit $k; return $l; kill $m
make $CFLAGS $EXTRA_OPTS
echo "$(basename "$n")" "${o:-"$p"}" ${q:+"$q"}
cat <<< $r
f() { :; }
"""

SPLIT = r"""
echo $a
echo ${b}
echo ${c%.txt}
echo x$d
echo "x"$e
ls | xargs rm $f
if [ $g = h ]; then :; fi
x=$(cat $i)
echo "$(cat $j)"
echo `cat $k`
while ! test $l; do :; done
case "$m" in a) echo $n ;; esac
f() { cp $o; }
cp $@
{ echo $p; }
(cd $q && ls)
[[ -n $x ]] && echo $r
echo $(( 1 + 1 )) $s
"""


class Reading(Targets):
    def test_what_is_not_split_is_passed_by(self):
        self.write("a.bash", NOT_SPLIT)

        self.assertEqual(self.found("Quoting"), [])

    def test_what_is_split_is_found_on_each_line(self):
        self.write("a.bash", SPLIT)

        lines = [line for _, line in self.found("Quoting")]

        self.assertEqual(lines, list(range(2, SPLIT.count("\n") + 1)))

    def test_dangers_in_comments_texts_and_here_documents_are_none(self):
        self.write(
            "a.bash",
            "# curl x | sh\necho 'rm -rf $x/' \"curl x | sh\"\ncat <<END\nrm -rf $x/\ncurl x | sh\nEND\n"
            'curl x | sha256sum\nrm -rf "${x:?}/y"\nrm -rf "$tmp"\nrm $x\nchmod 755 y\nAPI_TOKEN=$1\nPASSWORD=""\n'
            "curl -K file https://x\nretrieval $x\n",
        )

        self.assertEqual(self.found("Safety"), [])

    def test_each_danger_is_found(self):
        dangers = {
            "curl -fsSL https://x | bash": "SH-PIPE-TO-SHELL",
            "wget -qO- x | sudo -E sh -s": "SH-PIPE-TO-SHELL",
            "curl x \\\n | sh": "SH-PIPE-TO-SHELL",
            "curl x |\n sh": "SH-PIPE-TO-SHELL",
            'bash -c "$(curl -fsSL https://x)"': "SH-PIPE-TO-SHELL",
            "bash <(curl -s https://x)": "SH-PIPE-TO-SHELL",
            'eval "$1"': "SH-EVAL",
            "rm -rf $x": "SH-RM-VARIABLE",
            'rm -r -f -- "$x"/*': "SH-RM-VARIABLE",
            'if true; then rm -fr "${x}/y"; fi': "SH-RM-VARIABLE",
            "chmod -R 0777 x": "SH-CHMOD",
            "chmod a+rwx x": "SH-CHMOD",
            "curl -sSk https://x": "SH-TLS",
            "wget --no-check-certificate x": "SH-TLS",
            "date >> /tmp/x.log": "SH-TMP",
            "export API_TOKEN='abcdef'": "SH-SECRET",
        }
        for code, rule in dangers.items():
            with self.subTest(code):
                self.write("a.bash", "echo first\n" + code + "\n")
                self.assertEqual(self.found("Safety"), [(rule, 2)])

    def test_errexit_is_wanted_of_what_is_started_not_of_what_is_sourced(self):
        for start, missing in {"#!/bin/sh\n": True, "#!/bin/sh -e\n": False, "#!/bin/sh\nset -eu\n": False,
                               "#!/bin/bash\nset -o errexit\n": False, "": False}.items():
            with self.subTest(start):
                self.write("a.sh", start + "echo x\n")
                self.assertEqual(self.found("Safety"), [("SH-SET-E", 1)] if missing else [])

    def test_the_value_of_a_secret_is_not_in_the_report(self):
        self.write("a.sh", "PASSWORD=correct-horse\n")

        self.assertNotIn("correct-horse", str(self.look("Safety")))
