#!/bin/sh
# axe-core, which the browser tests put into each page to find what keeps people out. For tests only: it lies in a folder
# that git ignores, and nothing that is shipped contains it. From the npm registry, in one version.
set -eu
version=4.14.1
folder="$(dirname "$0")/node_modules/axe-core"
if [ -f "$folder/package.json" ] && grep -q "\"version\": \"$version\"" "$folder/package.json"; then exit 0; fi
command -v npm >/dev/null || { echo "The browser tests need npm, for axe-core (on Debian and Ubuntu: apt install npm)." >&2; exit 1; }
npm install --prefix "$(dirname "$0")" --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --silent "axe-core@$version"
