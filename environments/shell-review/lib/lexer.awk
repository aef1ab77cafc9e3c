# Reads a shell script character by character, as far as one must to know what is quoted, what is a comment and what is a word.
# Calls on_expansion(name, quoted, line) for each variable in a word that the shell would split, and on_code(code, line) for
# each command line without its comment, lines that are continued as one. What it is not sure of, it is silent about.
#
# Modes, one on the other: C commands, D double quotes, S single quotes, A $'...', B ${...}, M arithmetic, T [[ ... ]].

BEGIN {
    depth = 0
    push("C", "")
    # these are told how many, or split a list on purpose, or are looked at elsewhere
    plain("return exit shift break continue kill wait sleep set eval case for select")
}

{
    if (heredocs > 0 && in_heredoc) {
        skip_heredoc($0)
    } else {
        lex($0)
        in_heredoc = heredocs > 0
    }
}

END {
    flush()
}

function plain(names,    each, i, many) {
    many = split(names, each, " ")
    for (i = 1; i <= many; i++) {
        TAKES_NO_TEXT[each[i]] = 1
    }
}

function push(kind, end) {
    depth++
    mode[depth] = kind
    closer[depth] = end
    cases[depth] = parens[depth] = 0
    start_command()
}

function pop() {
    depth--
}

function start_command() {
    word[depth] = command[depth] = ""
    words[depth] = redirected[depth] = 0
}

function end_word(    text) {
    text = word[depth]
    word[depth] = ""
    if (text == "") {
        return
    }
    if (redirected[depth]) {
        redirected[depth] = 0
    } else if (words[depth] == 0 && text ~ /^(if|then|else|elif|do|while|until|!|{|time)$/) {
        return
    } else if (words[depth] == 0 && is_assignment(text)) {
        return
    } else {
        words[depth]++
        if (words[depth] == 1) {
            command[depth] = text
            cases[depth] += text == "case" ? 1 : text == "esac" ? -1 : 0
        }
    }
}

function end_command() {
    end_word()
    start_command()
}

function is_assignment(text) {
    return text ~ /^[A-Za-z_][A-Za-z0-9_]*(\[.*)?\+?=/ || text ~ /^[A-Za-z_][A-Za-z0-9_]*\[/
}

# A word is only looked at for its beginning.
function grow(text) {
    if (length(word[depth]) < 200) {
        word[depth] = word[depth] text
    }
}

function lex(line,    i, size, character, two, kind, comment, continued) {
    size = length(line)
    i = 1
    while (i <= size) {
        character = substr(line, i, 1)
        two = substr(line, i, 2)
        kind = mode[depth]
        if (kind == "S") {
            if (character == "'") {
                pop()
            }
            i++
        } else if (kind == "A") {
            if (character == "'") {
                pop()
            }
            i += character == "\\" ? 2 : 1
        } else if (character == "\\") {
            continued = i == size
            if (kind == "C" && !continued) {
                grow(two)
            }
            i += 2
        } else if (character == "$") {
            i = dollar(line, i)
        } else if (character == "`") {
            if (kind == "C" && closer[depth] == "`") {
                end_command()
                pop()
            } else {
                grow("`")
                push("C", "`")
            }
            i++
        } else if (character == "\"") {
            if (kind == "D") {
                pop()
            } else {
                grow("\"")
                push("D", "")
            }
            i++
        } else if (kind == "D") {
            i++
        } else if (character == "'" && !(kind == "B" && closer[depth] == "quoted")) {
            grow("'")
            push("S", "")
            i++
        } else if (kind == "B") {
            if (character == "}") {
                pop()
            }
            i++
        } else if (kind == "M") {
            i = arithmetic(character, two, i)
        } else if (kind == "T") {
            if (two == "]]" && substr(line, i - 1, 1) ~ /[ \t]/) {
                pop()
                i++
            }
            i++
        } else if (character == "#" && word[depth] == "") {
            comment = i
            i = size + 1
        } else {
            i = step(line, i, character, two)
        }
    }
    if (mode[depth] == "C" && !continued) {
        end_command()
    }
    collect(comment ? substr(line, 1, comment - 1) : line, continued)
}

function arithmetic(character, two, i) {
    if (character == "(") {
        parens[depth]++
    } else if (character == ")" && parens[depth] > 0) {
        parens[depth]--
    } else if (two == "))") {
        pop()
        return i + 2
    }
    return i + 1
}

# One step among commands.
function step(line, i, character, two) {
    if (character ~ /[ \t]/) {
        end_word()
        return i + 1
    }
    if (two == "((" && word[depth] == "" && (words[depth] == 0 || command[depth] == "for")) {
        push("M", "")
        return i + 2
    }
    if (two == "[[" && word[depth] == "" && words[depth] == 0 && substr(line, i + 2, 1) ~ /[ \t]/) {
        words[depth] = 1
        push("T", "")
        return i + 2
    }
    if (two == "()") {
        start_command()
        return i + 2
    }
    if (two == "<<" && substr(line, i + 2, 1) != "<") {
        return heredoc(line, i + 2)
    }
    if (two == "<(" || two == ">(") {
        grow(two)
        push("C", ")")
        return i + 2
    }
    if (character == "<" || character == ">") {
        if (word[depth] !~ /^[0-9]*$/) {
            end_word()
        }
        word[depth] = ""
        redirected[depth] = 1
        return i + (two == "<<" ? 3 : two ~ /^(>>|>&|<&|>\||<>)$/ ? 2 : 1)
    }
    if (two == "&>") {
        end_word()
        redirected[depth] = 1
        return i + 2
    }
    if (character == "(") {
        grow("(")
        push("C", ")")
        # the elements of a list are split on purpose
        if (is_assignment(word[depth - 1])) {
            command[depth] = "set"
            words[depth] = 1
        }
        return i + 1
    }
    if (character == ")") {
        end_command()
        if (cases[depth] == 0 && closer[depth] == ")") {
            pop()
        }
        return i + 1
    }
    if (character ~ /[;&|]/) {
        end_command()
        return i + 1
    }
    grow(character)
    return i + 1
}

# After a dollar sign: what it begins, and where to go on.
function dollar(line, i,    kind, next_one, name) {
    kind = mode[depth]
    next_one = substr(line, i + 1, 1)
    if (substr(line, i + 1, 2) == "((") {
        grow("$")
        push("M", "")
        return i + 3
    }
    if (next_one == "(") {
        grow("$")
        push("C", ")")
        return i + 2
    }
    if (next_one == "'" && kind != "D") {
        grow("$")
        push("A", "")
        return i + 2
    }
    name = substr(line, i + 1 + (next_one == "{"), 80)
    if (next_one == "{") {
        braces(name, kind)
        grow("$")
        push("B", kind == "D" || closer[depth] == "quoted" ? "quoted" : "")
        return i + 2
    }
    if (match(name, /^([A-Za-z_][A-Za-z0-9_]*|[0-9@*])/)) {
        name = substr(name, 1, RLENGTH)
        expansion(name, kind)
        grow("$")
        return i + 1 + length(name)
    }
    grow("$")
    return i + 1
}

# ${name...}: not a length, and not what stands only where the name is set.
function braces(text, kind) {
    if (match(text, /^([A-Za-z_][A-Za-z0-9_]*|[0-9@*])/) && substr(text, RLENGTH + 1) !~ /^:?\+/) {
        expansion(substr(text, 1, RLENGTH), kind)
    }
}

function expansion(name, kind) {
    if (kind == "D" && mode[depth - 1] == "C") {
        on_expansion(name, 1, NR)
    } else if (kind == "C" && words[depth] > 0 && !redirected[depth] && !is_assignment(word[depth]) \
        && !(command[depth] in TAKES_NO_TEXT) && name !~ /(FLAGS|OPTS|OPTIONS|ARGS|flags|opts|options|args)$/) {
        on_expansion(name, 0, NR)
    }
}

function heredoc(line, i,    rest, strip) {
    strip = substr(line, i, 1) == "-"
    rest = substr(line, i + strip)
    if (match(rest, /^[ \t]*[^ \t;&|<>()]+/)) {
        heredocs++
        tabs[heredocs] = strip
        delimiter[heredocs] = substr(rest, 1, RLENGTH)
        gsub(/[ \t"'\\]/, "", delimiter[heredocs])
        return i + strip + RLENGTH
    }
    return i + 1
}

function skip_heredoc(line,    i) {
    if (tabs[1]) {
        sub(/^\t+/, "", line)
    }
    if (line != delimiter[1]) {
        return
    }
    for (i = 1; i < heredocs; i++) {
        tabs[i] = tabs[i + 1]
        delimiter[i] = delimiter[i + 1]
    }
    heredocs--
    in_heredoc = heredocs > 0
}

# Lines of one command as one: after a backslash, and after a pipe.
function collect(code, continued) {
    if (begun == 0) {
        begun = NR
    }
    if (continued) {
        code = substr(code, 1, length(code) - 1)
    }
    gathered = gathered " " code
    if (!(continued || code ~ /\|[ \t]*$/) || length(gathered) > 10000) {
        flush()
    }
}

function flush() {
    if (begun > 0) {
        on_code(gathered, begun)
    }
    begun = 0
    gathered = ""
}
