import { hasRole, visibleDistricts, type Caller } from '@city/http';
import { Inject, Injectable } from '@nestjs/common';
import type { Incident } from '../domain/state.js';
import {
  PossibleDuplicatesQuery,
  type PossibleDuplicate,
} from '../read-model/incident-board/possible-duplicates.query.js';

const PATIENCE_MS = 100;

/** Looks for duplicates of what was just reported; the report has landed, so nothing here may fail it. */
@Injectable()
export class PossibleDuplicates {
  constructor(@Inject(PossibleDuplicatesQuery) private readonly query: PossibleDuplicatesQuery) {}

  /** Only what the caller may read; null when the board does not answer within 100 ms. */
  async of(incident: Incident, caller: Caller): Promise<PossibleDuplicate[] | null> {
    const { id, category, location, reportedAt } = incident;
    const { longitude, latitude } = location;
    if (longitude === null || latitude === null || !hasRole(caller, 'viewer', 'partner')) return [];
    const original = { id, category, longitude, latitude, openedAt: reportedAt };
    const found = this.query.of(original, visibleDistricts(caller)).then(
      (duplicates) => [...duplicates],
      () => null,
    );
    return withinPatience(found);
  }
}

const withinPatience = async <Found>(found: Promise<Found>): Promise<Found | null> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, null);
  });
  try {
    return await Promise.race([found, late]);
  } finally {
    clearTimeout(timer);
  }
};
