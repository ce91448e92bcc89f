#!/usr/bin/env bash
# Evaluates a cohort as a job array, then joins the shards: submit.sh MANIFEST OUT SHARDS [options of voxmatch run]
# Called again with the same words it goes on where it was.
set -euo pipefail
manifest=$(realpath "$1")
shards=$3
mkdir -p "$2/shards" "$2/logs"
out=$(realpath "$2")
here=$(dirname "$(realpath "$0")")
shift 3

array=$(sbatch --parsable --array="0-$((shards - 1))" --output="$out/logs/shard-%a.log" \
  "$here/shard.sbatch" "$manifest" "$out/shards" "$shards" "$@")
# Whatever became of the shards: merge says which of them are not finished.
sbatch --dependency="afterany:${array%%;*}" --output="$out/logs/merge.log" \
  "$here/merge.sbatch" "$out/shards" "$shards" "$out/results"
