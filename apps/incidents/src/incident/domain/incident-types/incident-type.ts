import { z } from 'zod';
import { type Priority } from '../values.js';

export const Category = z.enum([
  ...(['fire', 'medical', 'traffic', 'public-order', 'hazmat', 'flood-weather'] as const),
  ...(['utilities', 'environment', 'structure', 'crowd', 'cyber-physical'] as const),
  'civic-service',
]);
export type Category = z.infer<typeof Category>;

/** What a unit can do. */
export const Capability = z.enum([
  ...(['fire-suppression', 'rescue', 'ems', 'police', 'traffic-control', 'hazmat'] as const),
  ...(['water-rescue', 'crowd-control', 'utility-gas', 'utility-power', 'utility-water'] as const),
  ...(['aerial-view', 'inspection', 'animal-control'] as const),
]);
export type Capability = z.infer<typeof Capability>;

export interface IncidentType {
  /** kebab-case; stands in events and never changes its meaning. */
  readonly code: string;
  readonly titles: Readonly<{ 'zh-CN': string; en: string }>;
  readonly category: Category;
  readonly defaultPriority: Priority;
  readonly requiredCapabilities: readonly Capability[];
  /** APCO common incident type code; null where none fits. */
  readonly apcoCode: string | null;
}

/** One line of a category's list: titles, default priority, capabilities, APCO code. */
export type TypeLine = readonly [
  code: string,
  zh: string,
  en: string,
  defaultPriority: Priority,
  requiredCapabilities: readonly Capability[],
  apcoCode: string | null,
];

/** The types of one category, from its lines. */
export const typesOf = (category: Category, lines: readonly TypeLine[]): readonly IncidentType[] =>
  lines.map(([code, zh, en, defaultPriority, requiredCapabilities, apcoCode]) => ({
    code,
    titles: { 'zh-CN': zh, en },
    category,
    defaultPriority,
    requiredCapabilities,
    apcoCode,
  }));
