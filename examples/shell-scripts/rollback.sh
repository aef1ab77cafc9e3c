#!/bin/sh
set -e
# Goes back to the release before. Do not run this.

if [ -z "$1" ]; then
    echo "which release?" >&2
    exit 2

ln -sfn "/srv/releases/$1" /srv/current
