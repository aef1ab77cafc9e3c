# Makes the one line of JSON from the records of all files, sorted. Scores: see environments/README.md.

BEGIN {
    FS = "\t"
    MOST_ISSUES = 10000
    perspective = ENVIRON["PERSPECTIVE"]
}

$1 == "I" {
    found++
    if (found <= MOST_ISSUES) {
        issues[found] = "{\"file\": \"" $3 "\", \"line\": " ($4 == "" ? "null" : $4) ", \"severity\": \"" $5 \
            "\", \"rule\": \"" $6 "\", \"message\": \"" $7 "\"}"
    }
}

$1 == "C" {
    number[$2] += $3
}

$1 == "M" && $3 > number[$2] {
    number[$2] = $3 + 0
}

END {
    if (number["batchesBegun"] != number["batchesDone"]) {
        print "an analysis did not come to its end; see above for why" > "/dev/stderr"
        exit 1
    }
    files = number["files"] + 0
    broken = number["filesNotAnalysed"] + 0
    if (files == 0) {
        found = 1
        issues[1] = "{\"file\": null, \"line\": null, \"severity\": \"HIGH\", \"rule\": \"FILE-NONE\"," \
            " \"message\": \"there is no shell script to look at\"}"
        say(0, "no shell scripts to look at", "\"files\": 0, ")
    } else if (perspective == "Syntax") {
        say(100 * (files - broken) / files, files - broken " of " files " " scripts(files) " parse" (files == 1 ? "s" : ""), metrics(""))
    } else if (perspective == "Quoting") {
        all = number["expansions"] + 0
        unquoted = number["unquoted"] + 0
        say(weighed(all ? 100 * (all - unquoted) / all : 100), \
            unquoted " of " all " expansions not quoted in " files " " scripts(files) unknown(), metrics("expansions unquoted"))
    } else if (perspective == "Safety") {
        risks = number["high"] + number["medium"] + number["low"]
        say(weighed(100 - 25 * number["high"] - 10 * number["medium"] - 5 * number["low"]), \
            risks (risks == 1 ? " risk" : " risks") " in " files " " scripts(files) by_severity() unknown(), \
            metrics("high medium low"))
    } else {
        say(weighed(100 - 10 * number["longScripts"] - 10 * number["longFunctions"] - 2 * number["longLines"]), \
            number["lines"] + 0 " lines in " files " " scripts(files) "; the longest function has " number["longestFunction"] + 0 \
            unknown(), metrics("lines longestScript longestFunction longScripts longFunctions longLines"))
    }
}

function say(score, finding, numbers,    i) {
    printf "{\"perspective\": \"%s\", \"score\": %s, \"finding\": \"%s\", \"issues\": [", perspective, rounded(score), finding
    for (i = 1; i <= found && i <= MOST_ISSUES; i++) {
        printf "%s%s", i == 1 ? "" : ", ", issues[i]
    }
    printf "], %s\"issuesFound\": %d}\n", numbers, found
}

# To one digit; what lies between two goes to the nearer one, and 100 is said of what is 100 only.
function rounded(score) {
    score = score < 0 ? 0 : score > 100 ? 100 : score
    return sprintf(score == int(score) ? "%d" : "%.1f", score > 99.9 && score < 100 ? 99.9 : score)
}

# A score of the files that could be analysed, less the share of those that could not: what is unknown is not good.
function weighed(score) {
    return (score < 0 ? 0 : score) * (files - broken) / files
}

function metrics(names,    each, i, many, out) {
    out = "\"files\": " files ", \"filesNotAnalysed\": " broken ", "
    many = split(names, each, " ")
    for (i = 1; i <= many; i++) {
        out = out "\"" each[i] "\": " number[each[i]] + 0 ", "
    }
    return out
}

function scripts(many) {
    return many == 1 ? "script" : "scripts"
}

function by_severity(    out) {
    out = severity("high", severity("medium", severity("low", "")))
    return out == "" ? "" : " (" out ")"
}

function severity(name, more) {
    return number[name] ? number[name] " " name (more == "" ? "" : ", " more) : more
}

function unknown() {
    return broken ? "; " broken " could not be analysed" : ""
}
