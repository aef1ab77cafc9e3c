# Records of what was found in one file, whose name is in the environment: issue, count, highest.
# Whatever bytes a name or a message has, what is printed is the inside of a JSON string in UTF-8, without a tab or a line break.

BEGIN {
    RANK["HIGH"] = 0
    RANK["MEDIUM"] = 1
    RANK["LOW"] = 2
    for (code = 1; code < 256; code++) {
        CODE[sprintf("%c", code)] = code
    }
    FILE = json(ENVIRON["NAME"])
}

function issue(line, severity, rule, message) {
    printf "I\t%d\t%s\t%s\t%s\t%s\t%s\n", RANK[severity], FILE, line, severity, rule, json(message)
}

function count(name, number) {
    printf "C\t%s\t%d\n", name, number
}

function highest(name, number) {
    printf "M\t%s\t%d\n", name, number
}

function json(text,    i, character, code, length_of, out) {
    out = ""
    for (i = 1; i <= length(text); i++) {
        character = substr(text, i, 1)
        code = CODE[character]
        if (character == "\"" || character == "\\") {
            out = out "\\" character
        } else if (code < 32 || code == 127) {
            out = out sprintf("\\u%04x", code)
        } else if (code < 128) {
            out = out character
        } else {
            length_of = utf8_length(text, i, code)
            out = out (length_of ? substr(text, i, length_of) : "\357\277\275")
            i += length_of ? length_of - 1 : 0
        }
    }
    return out
}

# Bytes of the character that begins here, or 0 where these are no UTF-8 (RFC 3629: no overlong forms, no surrogates).
function utf8_length(text, at, first,    bytes, i, next_code, least, most) {
    bytes = first >= 194 && first <= 223 ? 2 : first >= 224 && first <= 239 ? 3 : first >= 240 && first <= 244 ? 4 : 0
    for (i = 1; i < bytes; i++) {
        next_code = CODE[substr(text, at + i, 1)]
        least = i == 1 && first == 224 ? 160 : i == 1 && first == 240 ? 144 : 128
        most = i == 1 && first == 237 ? 159 : i == 1 && first == 244 ? 143 : 191
        if (next_code < least || next_code > most) {
            return 0
        }
    }
    return bytes
}
