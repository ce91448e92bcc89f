/** Cases as panoptica's aggregator keeps them: subjects whose groups hold numbers by key. */

import { VoxmatchError } from "../../../base/errors.js";
import type { GroupResult, ThresholdPoint } from "../../results/result-types.js";
import type { DoneCase } from "../case-record.js";
import { AREA_KEYS, instanceKeysOf, keysOf } from "./panoptica-keys.js";

/** Null where panoptica leaves a cell empty: undefined, infinite, or not known. */
export type Numbers = Readonly<Record<string, number | null>>;

export interface PanopticaGroup {
  readonly values: Numbers;
  /** Of each reference instance, the matched ones first; absent if not asked for. */
  readonly instances?: readonly Numbers[];
}

export interface PanopticaSubject {
  readonly name: string;
  readonly groups: Readonly<Record<string, PanopticaGroup>>;
}

export interface PanopticaCohort {
  readonly groups: readonly string[];
  /** The columns of every group. */
  readonly keys: readonly string[];
  readonly subjects: readonly PanopticaSubject[];
}

/**
 * @param withInstances adds a row for each reference instance
 * @throws VoxmatchError `INVALID_OPTION` for names that panoptica's readers would take for something else
 */
export function panopticaCohort(records: readonly DoneCase[], withInstances: boolean): PanopticaCohort {
  const groups = [...new Set(records.flatMap((record) => Object.keys(record.groups)))];
  checkNames(records, groups);
  const results = records.flatMap((record) => Object.values(record.groups));
  const own = keysOf(results);
  const thresholds = thresholdsOf(results);
  const hasAreas = results.some((group) => group.autc_curve !== undefined);
  const areas = hasAreas ? AREA_KEYS : [];
  const summary =
    thresholds.length === 0 ? own : thresholds.flatMap((threshold) => own.map((key) => `t${threshold}_${key}`));
  const matched = withInstances ? ["is_matched"] : [];
  const instanceKeys = instanceKeysOf(own);
  const subjects = records.map((record) => ({
    name: record.case,
    groups: Object.fromEntries(
      Object.entries(record.groups).map(([name, group]) => {
        const curve = thresholds.length === 0 ? valuesOf(group, own) : curveOf(group, own);
        const values = { ...valuesOf(group, areas), ...curve, ...(withInstances && { is_matched: null }) };
        return [name, { values, ...(withInstances && { instances: instancesOf(group, instanceKeys) }) }];
      }),
    ),
  }));
  return { groups, keys: [...areas, ...summary, ...matched], subjects };
}

/** Of curves of points: an exact curve has intervals, and panoptica no columns for those. */
function thresholdsOf(groups: readonly GroupResult[]): number[] {
  const thresholds = new Set(groups.flatMap((group) => pointsOf(group).map(({ threshold }) => threshold)));
  return [...thresholds].sort((a, b) => a - b);
}

function pointsOf({ autc_curve: curve }: GroupResult): readonly ThresholdPoint[] {
  return (curve ?? []).filter((point): point is ThresholdPoint => "threshold" in point);
}

function valuesOf(source: object, keys: readonly string[]): Record<string, number | null> {
  const numbers = source as Readonly<Record<string, unknown>>;
  return Object.fromEntries(keys.map((key) => [key, finite(numbers[key])]));
}

/** Numbers that do not change with the threshold, and those of the curve; the rest of the row is not known, so it stays empty. */
function curveOf(group: GroupResult, keys: readonly string[]): Record<string, number | null> {
  const fixed = valuesOf(
    group,
    keys.filter((key) => /^(n_|global_bin_)/.test(key)),
  );
  return Object.assign(
    {},
    ...pointsOf(group).map((point) => {
      const { threshold, tp, fp, fn } = point;
      const here = {
        ...fixed,
        ...valuesOf(point, keysOfPoint(point, keys)),
        prec: tp / (tp + fp),
        rec: tp / (tp + fn),
      };
      return Object.fromEntries(keys.map((key) => [`t${threshold}_${key}`, finite(here[key as keyof typeof here])]));
    }),
  );
}

function keysOfPoint(point: ThresholdPoint, keys: readonly string[]): string[] {
  return keys.filter((key) => key in point);
}

function instancesOf(group: GroupResult, keys: readonly string[]): Numbers[] {
  const rows = group.reference_instances;
  const inOrder = [...rows.filter((row) => row.is_matched === 1), ...rows.filter((row) => row.is_matched === 0)];
  return inOrder.map((row) => {
    const present = keys.filter((key) => key in row && (row.is_matched === 1 || !key.startsWith("sq")));
    return { ...valuesOf(row, present), is_matched: row.is_matched };
  });
}

function finite(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** A column is a group, a hyphen and a key; a row of an instance is a subject, a hyphen, a group and `_inst_` with a number. */
function checkNames(records: readonly DoneCase[], groups: readonly string[]): void {
  const names = new Set<string>();
  for (const { case: id } of records) {
    if (names.has(id)) {
      throw refused(`Two records are of case ${id}, and panoptica knows one result a subject. Name one --model.`, id);
    }
    names.add(id);
    if (/-.*_inst_\d+$/.test(id)) {
      throw refused(`Case ${id} has a name that panoptica takes for an instance of another subject. Rename it.`, id);
    }
  }
  const hyphened = groups.find((group) => group.includes("-"));
  if (hyphened !== undefined) {
    throw refused(`Group ${hyphened} has a hyphen, at which panoptica ends a group's name. Rename it.`, hyphened);
  }
}

function refused(message: string, name: string): VoxmatchError {
  return new VoxmatchError("INVALID_OPTION", message, { option: "format", name });
}
