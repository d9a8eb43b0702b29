#!/bin/sh
# The browser stories need Chromium. Install it where we may; otherwise the stories are skipped with a sentence.
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser stories …"
    apt-get update -qq && apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=500 chromium >/dev/null && exit 0
fi
echo "Chromium is missing and cannot be installed here: the browser stories will be skipped (Debian: apt install chromium)."
