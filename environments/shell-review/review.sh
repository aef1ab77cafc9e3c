#!/bin/sh
# One perspective on the shell scripts of a target: PERSPECTIVE says which, TARGET where. Prints one line of JSON.
#
#   find ── scripts ──▶ lib/each.sh ── records ──▶ sort ──▶ lib/report.awk ── one line ──▶
#
# A record is a line of fields with tabs between: an issue (I) or a number to be counted (C, or M for the highest).
# Nothing of the target is ever run.
set -eu
export LC_ALL=C

case ${PERSPECTIVE:-} in
    Syntax | Quoting | Safety | Size) ;;
    *)
        echo "there is no perspective \"${PERSPECTIVE:-}\"; there are Syntax, Quoting, Safety, Size" >&2
        exit 2
        ;;
esac

REVIEW=$(cd "$(dirname "$0")" && pwd)
export REVIEW PERSPECTIVE
if ! cd "${TARGET:-}/" 2> /dev/null; then
    echo "there is no target at \"${TARGET:-}\"" >&2
    exit 2
fi

records=$(mktemp)
trap 'rm -f "$records"' EXIT

# What may be a script: by its name, or without one that says what else it is. Hidden directories are left out.
# A directory that cannot be listed is passed by; that every batch came to its end is looked at in the report.
find . -name '.?*' -type d -prune -o -type f \
    \( -name '*.sh' -o -name '*.bash' -o -perm -u+x -o ! -name '?*.*' \) \
    -exec sh "$REVIEW/lib/each.sh" {} + > "$records" || true

# issues by severity, file and line
sort -t '	' -k 1,1 -k 2,2n -k 3,3 -k 4,4n "$records" | awk -f "$REVIEW/lib/report.awk"
