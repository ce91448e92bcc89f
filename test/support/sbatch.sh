#!/usr/bin/env bash
# Stands in for SLURM's sbatch: runs a job, or the tasks of an array one after the other, before it returns.
set -uo pipefail
parsable=false array= output=/dev/null
while [[ $1 == --* ]]; do
  case $1 in
    --parsable) parsable=true ;;
    --array=*) array=${1#*=} ;;
    --output=*) output=${1#*=} ;;
    --dependency=afterany:1) ;;
    *) echo "sbatch: $1 is not known here" >&2; exit 1 ;;
  esac
  shift
done
script=$1
# SLURM runs a copy.
copy=$(mktemp)
cp "$script" "$copy"
directive() { sed -n "s/^#SBATCH --$1=//p" "$script"; }
export SLURM_JOB_ID=1 SLURM_CPUS_PER_TASK SLURM_MEM_PER_NODE
SLURM_CPUS_PER_TASK=$(directive cpus-per-task)
memory=$(directive mem)
SLURM_MEM_PER_NODE=$((${memory%G} * 1024))
tasks=none
[[ -n $array ]] && tasks=$(seq "${array%-*}" "${array#*-}")
for task in $tasks; do
  if [[ $task != none ]]; then export SLURM_ARRAY_TASK_ID=$task; fi
  [[ ${LOST_TASK:-} == "$task" ]] && continue
  bash "$copy" "${@:2}" >>"${output//%a/$task}" 2>&1
done
rm "$copy"
if $parsable; then echo 1; else echo "Submitted batch job 1"; fi
