# Quoting: variables in the words of a command, where the shell splits what is not quoted and expands its wildcards.

function on_expansion(name, quoted, line) {
    all++
    if (!quoted) {
        unquoted++
        issue(line, "LOW", "SH-QUOTE", (name ~ /^[@*]$/ ? "$" name " is not quoted: arguments with blanks come apart" \
            : "$" name " is not quoted: blanks split it, and wildcards in it are expanded"))
    }
}

function on_code(code, line) {
}

END {
    count("files", 1)
    count("expansions", all)
    count("unquoted", unquoted)
}
