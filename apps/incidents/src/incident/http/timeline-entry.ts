import type { Recorded } from '@city/event-sourcing';
import Negotiator from 'negotiator';
import type { EventNamed, IncidentEvent, IncidentEventData } from '../domain/events.js';
import type { TimelineEntry } from './incident.responses.js';

export type Language = 'en' | 'zh-CN';

/** The language that a client likes best; any Chinese is answered in ours. English when it likes neither. */
export const languageOf = (acceptLanguage: string | undefined): Language => {
  const headers = { 'accept-language': acceptLanguage ?? 'en' };
  const liked = new Negotiator({ headers }).languages().map((range) => range.toLowerCase());
  const first = liked.find((range) => /^(en|zh)\b/.test(range) || range === '*');
  return first?.startsWith('zh') === true ? 'zh-CN' : 'en';
};

type Words<T extends keyof IncidentEventData> = (data: IncidentEventData[T]) => string;
type Texts = { readonly [T in keyof IncidentEventData]: Words<T> };

const english: Texts = {
  IncidentReported: ({ priority, summary }) => `Reported as ${priority}: ${summary}`,
  IncidentCorrected: ({ changes, reason }) =>
    `Corrected (${Object.keys(changes).join(', ')}): ${reason}`,
  IncidentTriaged: ({ priority, note }) =>
    `Triaged as ${priority}${note === null ? '' : `: ${note}`}`,
  IncidentPriorityChanged: ({ priority, previousPriority, reason }) =>
    `Priority changed from ${previousPriority} to ${priority}: ${reason}`,
  IncidentNoteAdded: ({ text }) => text,
  IncidentResolved: ({ outcome, summary }) =>
    `Resolved (${outcome})${summary === null ? '' : `: ${summary}`}`,
  IncidentClosed: () => 'Closed',
  IncidentCancelled: ({ reason }) => `Cancelled: ${reason}`,
  IncidentReopened: ({ reason }) => `Reopened: ${reason}`,
};

const fieldNames: Readonly<Record<string, string>> = {
  summary: '概要',
  description: '描述',
  location: '位置',
  type: '类型',
  category: '类别',
};
const outcomes = {
  handled: '已处置',
  'no-action': '无需处置',
  unfounded: '不属实',
  referred: '已转办',
  imported: '导入',
} as const;
const cancellations = {
  'false-alarm': '误报',
  duplicate: '重复',
  withdrawn: '撤回',
  test: '测试',
} as const;

const chinese: Texts = {
  IncidentReported: ({ priority, summary }) => `接报（${priority}）：${summary}`,
  IncidentCorrected: ({ changes, reason }) =>
    `更正（${Object.keys(changes)
      .map((field) => fieldNames[field] ?? field)
      .join('、')}）：${reason}`,
  IncidentTriaged: ({ priority, note }) => `研判为 ${priority}${note === null ? '' : `：${note}`}`,
  IncidentPriorityChanged: ({ priority, previousPriority, reason }) =>
    `等级由 ${previousPriority} 调整为 ${priority}：${reason}`,
  IncidentNoteAdded: ({ text }) => text,
  IncidentResolved: ({ outcome, summary }) =>
    `处置完毕（${outcomes[outcome]}）${summary === null ? '' : `：${summary}`}`,
  IncidentClosed: () => '结案',
  IncidentCancelled: ({ reason }) => `撤销：${cancellations[reason]}`,
  IncidentReopened: ({ reason }) => `重新打开：${reason}`,
};

const texts: Readonly<Record<Language, Texts>> = { en: english, 'zh-CN': chinese };

const textOf = <T extends keyof IncidentEventData>(
  { type, data }: EventNamed<T>,
  language: Language,
): string => texts[language][type](data);

/** The payload without the ciphertext of who reported; its id is the path's. */
const detailsOf = ({ type, data }: IncidentEvent): Readonly<Record<string, unknown>> => {
  if (type !== 'IncidentReported') return data;
  const { reporter, incidentId: _id, ...details } = data;
  return { ...details, hasReporter: reporter !== null };
};

/** One line of the timeline. */
export const timelineEntry = (
  recorded: Recorded<IncidentEvent>,
  language: Language,
): TimelineEntry => {
  const { event, revision, metadata, occurredAt, recordedAt } = recorded;
  const { subject, roles } = metadata.actor;
  return {
    revision: String(revision),
    type: event.type,
    text: textOf(event, language),
    actor: { subject, roles },
    occurredAt,
    recordedAt,
    details: detailsOf(event),
  };
};
