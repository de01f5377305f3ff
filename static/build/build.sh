#!/bin/sh
# Builds static/css and static/js from static/scss and static/build/js. The tools live in a temporary folder: nothing is left behind.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tools=${FRONT_END_TOOLS:-$(mktemp -d)}
cp "$here/package.json" "$here/package-lock.json" "$here/build.mjs" "$tools"
cd "$tools"
[ -d node_modules ] || npm ci --ignore-scripts --no-audit --no-fund
node build.mjs "$here/.."
[ -n "${FRONT_END_TOOLS:-}" ] || rm -r "$tools"
