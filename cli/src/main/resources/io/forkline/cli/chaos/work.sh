# Prints a report; as Children, leaves processes behind that would outlive it if they could.
wait_ms=0
[ -r "$TARGET/wait" ] && read -r wait_ms <"$TARGET/wait"
if [ "$PERSPECTIVE" = Children ]; then
  (trap '' TERM HUP INT; sleep 600) >/dev/null 2>&1 &
  setsid sleep 600 >/dev/null 2>&1 </dev/null &
fi
sleep "$(awk "BEGIN { print $wait_ms / 1000 }")"
printf '{"perspective": "%s", "score": 70, "finding": "waited", "waitedMs": %s}\n' "$PERSPECTIVE" "$wait_ms"
