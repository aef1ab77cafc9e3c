# Size: what is too long to be read in one go. A function ends at the first brace as far to the left as it began.

BEGIN {
    MOST_IN_SCRIPT = 300
    MOST_IN_FUNCTION = 50
    MOST_IN_LINE = 120
}

{
    # characters, not bytes: of one in UTF-8 only the first byte counts
    characters = $0
    gsub(/[\200-\277]/, "", characters)
    if (length(characters) > MOST_IN_LINE) {
        long_lines++
        issue(NR, "LOW", "SIZE-LINE", "the line has " length(characters) " characters, more than " MOST_IN_LINE)
    }
}

begun == 0 && match($0, /^[ \t]*(function[ \t]+)?[A-Za-z_][A-Za-z0-9_-]*[ \t]*(\([ \t]*\))?[ \t]*\{[ \t]*$/) && /\(\)|function/ {
    begun = NR
    match($0, /^[ \t]*/)
    indent = substr($0, 1, RLENGTH)
    name = $0
    sub(/^[ \t]*(function[ \t]+)?/, "", name)
    sub(/[^A-Za-z0-9_-].*$/, "", name)
    next
}

begun > 0 && index($0, indent "}") == 1 {
    lines_of_it = NR - begun + 1
    longest = lines_of_it > longest ? lines_of_it : longest
    if (lines_of_it > MOST_IN_FUNCTION) {
        long_functions++
        issue(begun, "MEDIUM", "SIZE-FUNCTION", "function " name " has " lines_of_it " lines, more than " MOST_IN_FUNCTION)
    }
    begun = 0
}

END {
    if (NR > MOST_IN_SCRIPT) {
        long_scripts++
        issue("", "MEDIUM", "SIZE-SCRIPT", "the script has " NR " lines, more than " MOST_IN_SCRIPT)
    }
    count("files", 1)
    count("lines", NR)
    count("longScripts", long_scripts)
    count("longFunctions", long_functions)
    count("longLines", long_lines)
    highest("longestScript", NR)
    highest("longestFunction", longest)
}
