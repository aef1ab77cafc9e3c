# For the other scripts, which source it.

log() {
    printf '%s %s\n' "$(date +%T)" "$*" >&2
}

run_hook() {
    hook=$1
    shift
    eval "$hook $*"
}
