# Safety: commands that run what a stranger sent, delete what an empty variable names, or let everybody in.

BEGIN {
    # where a command may begin
    AT = "(^|[;&|({`]|(^|[ \\t])(then|do|else|!|exec|sudo( +-[A-Za-z]+)*))[ \\t]*"
    SHELL = "(ba|da|z|k)?sh"
    RECURSIVE = "( +-[A-Za-z-]+)* +(-[A-Za-z]*[rR][A-Za-z]*|--recursive)( +[^;&|]*)?"
    VARIABLE = "(\\$[A-Za-z_][A-Za-z0-9_]*|\\$\\{[A-Za-z_][A-Za-z0-9_]*\\})"
}

function on_expansion(name, quoted, line) {
}

function on_code(code, line) {
    if (code ~ AT "(curl|wget) [^|;&]*\\| *((sudo|env|exec)( +-[A-Za-z]+)* +)?(/[a-z/]*/)?" SHELL "([^A-Za-z0-9_.-]|$)" \
        || code ~ AT SHELL " +(-c +)?[\"']?(<|\\$)\\( *(curl|wget) " \
        || code ~ AT "(eval|source|\\.) +[\"']?(<|\\$)\\( *(curl|wget) ") {
        risk(line, "HIGH", "SH-PIPE-TO-SHELL", "what comes from the network is run without being looked at")
    } else if (code ~ AT "eval [^;&|]*[$`]") {
        risk(line, "MEDIUM", "SH-EVAL", "eval runs what is in its variables as code")
    }
    if (deletes_below_a_variable(code)) {
        risk(line, "HIGH", "SH-RM-VARIABLE", "rm -r of a path that begins with a variable: if it is empty, other files go")
    }
    if (code ~ AT "chmod +(-[A-Za-z]+ +)*(0?777|0?666|[ugoa]*[ao]\\+[rxX]*w)") {
        risk(line, "MEDIUM", "SH-CHMOD", "everybody on the machine may change the file")
    }
    if (code ~ /(^|[^A-Za-z0-9_-])curl [^|;&]*(--insecure|-[A-Za-z]*k)( |$)/ || code ~ /(^|[^A-Za-z0-9_-])wget [^|;&]*--no-check-certificate/) {
        risk(line, "MEDIUM", "SH-TLS", "the certificate of the other side is not checked")
    }
    if (code ~ />>? *["']?\/tmp\/[A-Za-z0-9_.-]+["']?([ ;&|)]|$)/) {
        risk(line, "MEDIUM", "SH-TMP", "a name in /tmp that can be guessed: another user may have put a link there")
    }
    if (code ~ /^[ \t]*((export|local|readonly) +)?[A-Za-z_]*(PASSWORD|PASSWD|SECRET|TOKEN|API_KEY|password|passwd|secret|token|api_key)=["']?[^$"'` \t;)][^$"'` \t;)][^$"'` \t;)][^$"'` \t;)]/) {
        risk(line, "MEDIUM", "SH-SECRET", "a secret in the source")
    }
    if (code ~ AT "set +(-[A-Za-z]+ +)*-([A-Za-z]*e|[A-Za-z]*o +errexit)") {
        stops = 1
    }
}

FNR == 1 {
    shebang = /^#!/
    stops = /^#!.* -[A-Za-z]*e/
}

# Unquoted, or a path below it; a value that is checked (${x:?}) or has a default is somebody's thought.
function deletes_below_a_variable(code) {
    return code ~ AT "rm" RECURSIVE " +(\"?" VARIABLE "\"?/|" VARIABLE ")" \
        && code !~ /\$\{[A-Za-z_][A-Za-z0-9_]*:[?=-]/
}

function risk(line, severity, rule, message) {
    number[severity]++
    issue(line, severity, rule, message)
}

END {
    if (shebang && !stops) {
        risk(1, "LOW", "SH-SET-E", "there is no set -e: after a command that failed the script goes on")
    }
    count("files", 1)
    count("high", number["HIGH"])
    count("medium", number["MEDIUM"])
    count("low", number["LOW"])
}
