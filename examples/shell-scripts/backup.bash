#!/usr/bin/env bash
# Keeps the last backups of a directory. Do not run this.
set -euo pipefail

source "$(dirname "$0")/lib/common.sh"

BACKUP_PASSWORD="correct-horse-7"
directory=$1
keep=${2:-5}

archive="backup-$(date +%F).tar.gz"
tar -czf "$archive" "$directory"
openssl enc -aes-256-cbc -k "$BACKUP_PASSWORD" -in $archive -out $archive.enc

count=$(find . -name 'backup-*.enc' | wc -l)
if [ $count -gt $keep ]; then
    rm -rf "$BACKUP_ROOT"/old
fi
log "kept $keep of $count, the newest is $archive, in a directory whose name is so long that nobody reads this line to its end: $directory"
