import { UNIT_MILESTONES } from '../../incident/cadEvent';

/** What a unit has done by a time that stands somewhere in a record. `cancelled`: taken off before arriving. */
export const UNIT_STEPS = [...UNIT_MILESTONES, 'cancelled'] as const;
export type UnitStep = (typeof UNIT_STEPS)[number];

/** What a label, or a named group of a pattern, can hold. `-` is known and says nothing to us. */
export const REPORT_FIELDS = [
  'incidentNumber',
  'callNumber',
  'callId',
  'reportNumber',
  'callType',
  'callSubType',
  'priority',
  'agency',
  'callStatus',
  'disposition',
  'flags',
  'callerName',
  'callerPhone',
  'callerLanguage',
  'victimName',
  'victimPhone',
  'complainantName',
  'complainantPhone',
  'narrative',
  'unit',
  'units',
  'officer',
  'status',
  'at',
  'date',
  'createdAt',
  'reportedAt',
  'closedAt',
  ...UNIT_STEPS,
  '-',
] as const;
export type ReportField = (typeof REPORT_FIELDS)[number];

/** What a column of a unit table, or a label of a unit's own lines, can hold. */
export const UNIT_FIELDS = ['unit', 'officer', 'agency', 'primary', 'status', 'date', 'at', ...UNIT_STEPS, '-'] as const;
export type UnitField = (typeof UNIT_FIELDS)[number];

/** What a named group of a status line can hold. `date` and `at` together are the time. */
export const LOG_FIELDS = [
  'at',
  'date',
  'unit',
  'status',
  'officer',
  'agency',
  'incidentNumber',
  'callNumber',
  'callId',
  'reportNumber',
  'callType',
  'callSubType',
  'priority',
  'disposition',
  'flags',
  'callerName',
  'callerPhone',
  'callerLanguage',
  'narrative',
] as const;
export type LogField = (typeof LOG_FIELDS)[number];

/** Fields whose values a layout's `codes` may put into other words. */
export const CODED_FIELDS = ['callType', 'priority', 'agency', 'disposition', 'flags'] as const;
export type CodedField = (typeof CODED_FIELDS)[number];
