#!/usr/bin/env bash
# Runs every script of this folder, each on a PostgreSQL and a Redis of its own, and each bounded in
# time. Exit status 1 where anything was lost or happened twice.
set -uo pipefail
cd "$(dirname "$0")"
python=${PYTHON:-../../.venv/bin/python}
status=0
for script in sweep_killed mail servers_gone migrated_twice; do
    timeout --kill-after=10 240 "$python" "$script.py" || { echo "$script: failed"; status=1; }
done
exit $status
