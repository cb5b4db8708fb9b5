import { z } from 'zod';

/** P1..P4 = 特别重大, 重大, 较大, 一般 (I to IV); P1 is the most urgent. */
export const PublishedPriority = z
  .enum(['P1', 'P2', 'P3', 'P4'])
  .meta({ description: 'P1 (most urgent) to P4' });

export const PublishedStatus = z
  .enum(['reported', 'triaged', 'responding', 'resolved', 'closed', 'cancelled', 'merged'])
  .meta({ description: 'Status of the incident after the event' });

export const PublishedCategory = z
  .enum([
    ...(['fire', 'medical', 'traffic', 'public-order', 'hazmat', 'flood-weather'] as const),
    ...(['utilities', 'environment', 'structure', 'crowd', 'cyber-physical'] as const),
    'civic-service',
  ])
  .meta({ description: 'Category of the type of incident' });

export const PublishedChannel = z
  .enum([
    ...(['phone', 'app', 'web', 'open311', 'sensor-warning'] as const),
    ...(['security-alarm', 'patrol', 'partner', 'import'] as const),
  ])
  .meta({ description: 'The way on which the first report came in' });

export const PublishedOutcome = z
  .enum(['handled', 'no-action', 'unfounded', 'referred', 'imported'])
  .meta({ description: 'How it ended; imported: it had ended before it came into this system' });

export const PublishedCancellationReason = z
  .enum(['false-alarm', 'duplicate', 'withdrawn', 'test'])
  .meta({ description: 'Why it was cancelled' });
