import type { CommandRecord } from '../../shared/command/record.ts';
import type { Setting, SettingValue } from '../../shared/platform/setting.ts';
import type { CommandedSetting } from './described-vehicle.ts';

/** What a vehicle itself says of a setting. */
export interface Report {
  readonly value: SettingValue;
  /** Unix milliseconds; null: nobody knows since when. */
  readonly atMs: number | null;
}

/**
 * A setting that goes to its vehicle by command: what was last asked for against what the vehicle says.
 *
 * @param wish the last command that held a value for it; undefined: none was sent from here.
 */
export const settingFrom = (
  setting: CommandedSetting,
  wish: CommandRecord | undefined,
  report: Report | undefined,
): Setting => {
  const wanted = wish?.parameters[setting.path];
  const said = {
    reported: report?.value ?? null,
    reportedAtMs: report?.atMs ?? null,
    isRemovable: false,
  };
  if (wish === undefined || wanted === undefined || isOver(wish, wanted, report)) {
    return {
      ...setting,
      ...said,
      state: report === undefined ? 'unset' : 'reported',
      ...{ desired: null, desiredAtMs: null, answer: null },
    };
  }
  const state = judge(wish, wanted, report);
  const isUnanswered = state === 'pending' && (wish.state === 'expired' || wish.state === 'unknown');
  return {
    ...setting,
    ...said,
    state,
    desired: wanted,
    desiredAtMs: wish.sentAtMs ?? wish.confirmedAtMs,
    answer: state === 'rejected' ? wish.message : null,
    note: isUnanswered ? wish.message : setting.note,
  };
};

/** It never left, or it was done once and changed since by somebody else: it is wanted no longer. */
const isOver = (wish: CommandRecord, wanted: SettingValue, report: Report | undefined): boolean =>
  wish.state === 'failed'
    ? wish.sentAtMs === null
    : wish.state === 'completed' &&
      report !== undefined &&
      report.atMs !== null &&
      report.atMs > (wish.finishedAtMs ?? Infinity) + settlingMs &&
      !isSame(wanted, report.value);

/** A vehicle may say that it is done before its next report has the value. */
const settlingMs = 60_000;

const judge = (wish: CommandRecord, wanted: SettingValue, report: Report | undefined): Setting['state'] => {
  if (report !== undefined && isSame(wanted, report.value)) return 'reported';
  if (wish.state === 'failed') return 'rejected';
  return 'pending';
};

/** Numbers have been through a conversion of units. */
const isSame = (wanted: SettingValue, reported: SettingValue): boolean =>
  typeof wanted === 'number' && typeof reported === 'number'
    ? Math.abs(wanted - reported) <= 1e-6 * Math.max(1, Math.abs(wanted))
    : String(wanted) === String(reported);
