// What the answers look like, for the documentation.

const location = {
  ...{ longitude: 120.7213, latitude: 31.3264, address: 'Xinghu St 328', district: '320576' },
};
const source = { channel: 'phone', reference: 'call-8841' } as const;
const id = '7b2e3c1a-54f0-4c58-9a55-0f1d2c3b4a59';
const kind = { type: 'structure-fire', category: 'fire', priority: 'P2' } as const;

export const incidentExample = {
  ...{ id, revision: '1', status: 'triaged', ...kind },
  ...{ summary: 'Smoke from the 3rd floor', description: null },
  ...{ location, source, agency: null, hasReporter: true },
  reportedAt: '2026-03-01T10:00:00.000Z',
  triagedAt: '2026-03-01T10:03:00.000Z',
  ...{ resolvedAt: null, closedAt: null, updatedAt: '2026-03-01T10:03:00.000Z' },
  ...{ outcome: null, escalationLevel: 0, noteCount: 0 },
  ...{ clocks: [], dispatches: [], links: [], mergedInto: null, mergedFrom: [] },
};

export const pastExample = {
  ...{ ...incidentExample, revision: '0', status: 'reported', triagedAt: null },
  updatedAt: '2026-03-01T10:00:00.000Z',
  ...{ asOf: '2026-03-01T10:02:00.000Z', knownAt: null },
};

export const receiptExample = {
  ...{ ...incidentExample, revision: '0', status: 'reported', triagedAt: null },
  updatedAt: '2026-03-01T10:00:00.000Z',
  possibleDuplicates: [
    {
      id: '1f0c9a52-7d16-5c0e-8f0a-3b1d5a0e7c21',
      ...{ type: 'smoke-investigation', status: 'reported', summary: 'Smell of smoke' },
      ...{ distanceMetres: 42.5, openedAt: '2026-03-01T09:51:00.000Z' },
    },
  ],
};

export const listExample = {
  items: [
    {
      ...{ id, revision: '1', status: 'triaged', ...kind, district: '320576' },
      ...{ summary: 'Smoke from the 3rd floor', location, source, agency: null },
      openedAt: '2026-03-01T10:00:00.000Z',
      updatedAt: '2026-03-01T10:03:00.000Z',
      ...{ nextDue: null, unitCount: 0 },
    },
  ],
  nextCursor: null,
};

export const timelineExample = {
  items: [
    {
      ...{ revision: '1', type: 'IncidentNoteAdded', text: 'The lift is stuck' },
      actor: { subject: 'duty-7', roles: ['operator'] },
      ...{ occurredAt: '2026-03-01T10:02:00.000Z', recordedAt: '2026-03-01T10:02:00.000Z' },
      details: { text: 'The lift is stuck', addedAt: '2026-03-01T10:02:00.000Z' },
    },
  ],
  nextCursor: null,
};

export const reporterExample = { name: 'Li Wei', phone: '+86 512 5550 0100', email: null };

export const incidentTypesExample = {
  items: [
    {
      code: 'structure-fire',
      titles: { 'zh-CN': '建筑火灾', en: 'Structure fire' },
      ...{ category: 'fire', defaultPriority: 'P1' },
      ...{ requiredCapabilities: ['fire-suppression', 'rescue', 'ems'], apcoCode: 'FSTRU' },
    },
  ],
  nextCursor: null,
};

export const districtsExample = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [120.6, 31.2],
            [120.8, 31.2],
            [120.8, 31.4],
            [120.6, 31.2],
          ],
        ],
      },
      properties: { code: '320576', name: '苏州工业园区', approximate: true },
    },
  ],
};
