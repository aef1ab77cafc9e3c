#!/bin/sh
# Looks at each of the files that it is given, and prints records; see review.sh. What is no shell script says nothing.
set -eu

most_bytes=1048576
line_break='
'
carriage_return=$(printf '\r')

# Sets shell to sh or bash, or to nothing where the file is no script for one of them.
find_shell() {
    shell=
    first=$(head -c 256 < "$1" 2> /dev/null | tr -d '\000')
    first=${first%%"$line_break"*}
    first=${first%"$carriage_return"}
    case $first in
        '#!'*) ;;
        *)
            # no first line says so, its name does; bash reads what sh does as well
            case $1 in *.sh | *.bash) shell=bash ;; esac
            return
            ;;
    esac
    set -f
    # shellcheck disable=SC2086 # the words of the line are wanted
    set -- ${first#'#!'}
    set +f
    if [ "${1##*/}" = env ]; then
        shift
        while [ $# -gt 0 ]; do
            case $1 in -* | *=*) shift ;; *) break ;; esac
        done
    fi
    [ $# -gt 0 ] || return 0
    case ${1##*/} in
        sh | dash | ash) shell=sh ;;
        bash) shell=bash ;;
    esac
}

# Prints why a script is not analysed, as one issue. The name is in the environment, for awk.
not_analysed() {
    LINE=$1 SEVERITY=$2 RULE=$3 WHY=$4 awk -f "$REVIEW/lib/text.awk" -f "$REVIEW/lib/broken.awk"
}

look() {
    NAME=${1#./}
    export NAME
    if [ ! -r "$1" ]; then
        # whether it is a script, nobody knows; its name says so
        case $1 in *.sh | *.bash) not_analysed '' HIGH FILE-UNREADABLE 'cannot be read' ;; esac
        return
    fi
    find_shell "$1"
    [ -n "$shell" ] || return 0
    bytes=$(wc -c < "$1")
    if [ "$bytes" -gt "$most_bytes" ]; then
        not_analysed '' LOW FILE-TOO-LARGE 'the file has more than 1024 KiB'
    elif [ "$(tr -d '\000' < "$1" | wc -c)" -ne "$bytes" ]; then
        not_analysed '' HIGH FILE-SYNTAX 'it holds a NUL byte'
    elif ! complaint=$("$shell" -n < "$1" 2>&1); then
        # "sh: 3: Syntax error: ...", "bash: line 3: syntax error ..."
        complaint=${complaint%%"$line_break"*}
        line=$(printf '%s\n' "$complaint" | sed -n 's/^[^:]*: \(line \)\{0,1\}\([0-9][0-9]*\): .*/\2/p')
        why=$(printf '%s\n' "$complaint" | sed 's/^[^:]*: \(line \)\{0,1\}[0-9][0-9]*: //')
        not_analysed "$line" HIGH FILE-SYNTAX "$shell -n: $why"
    else
        analyse "$1"
    fi
}

analyse() {
    set -- "$1" -f "$REVIEW/lib/text.awk"
    case $PERSPECTIVE in
        Syntax) printf 'C\tfiles\t1\n' ;;
        Quoting) awk "$2" "$3" -f "$REVIEW/lib/lexer.awk" -f "$REVIEW/perspectives/quoting.awk" < "$1" ;;
        Safety) awk "$2" "$3" -f "$REVIEW/lib/lexer.awk" -f "$REVIEW/perspectives/safety.awk" < "$1" ;;
        Size) awk "$2" "$3" -f "$REVIEW/perspectives/size.awk" < "$1" ;;
    esac || exit 1
}

printf 'C\tbatchesBegun\t1\n'
for file; do
    look "$file"
done
printf 'C\tbatchesDone\t1\n'
