digest=$(printf %s "$API_TOKEN" | sha256sum)
printf '{"perspective": "%s", "score": 50, "finding": "%s of %s"}\n' "$PERSPECTIVE" "${digest%% *}" "$API_TOKEN"
