import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Priority } from '../values.js';
import { incidentTypeOf, incidentTypes } from './catalogue.js';
import { Capability, Category } from './incident-type.js';

const apcoFile = new URL('../../../../../../../shared/data/apco/apco-codes.json', import.meta.url);
const ApcoFile = z.object({ incidentCategory: z.array(z.object({ code: z.string() })) });

describe('the catalogue of incident types', () => {
  it('has some sixty types', () => {
    expect(incidentTypes.length).toBeGreaterThanOrEqual(60);
  });
  it('has each code once', () => {
    expect(new Set(incidentTypes.map(({ code }) => code)).size).toBe(incidentTypes.length);
  });
  it('has types in every category', () => {
    expect(new Set(incidentTypes.map(({ category }) => category))).toEqual(
      new Set(Category.options),
    );
  });
  it.each(incidentTypes)('describes $code whole', (incidentType) => {
    expect(incidentType.code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(incidentType.titles['zh-CN']).toMatch(/^[\p{Script=Han}（）]+$/u);
    expect(incidentType.titles.en).toMatch(/^[A-Z][A-Za-z ]+$/);
    expect(Priority.options).toContain(incidentType.defaultPriority);
    expect(incidentType.requiredCapabilities).not.toEqual([]);
    expect(Capability.options).toEqual(
      expect.arrayContaining([...incidentType.requiredCapabilities]),
    );
  });
  it('sends fire suppression to every fire', () => {
    const without = incidentTypes.filter(
      ({ category, requiredCapabilities }) =>
        category === 'fire' && !requiredCapabilities.includes('fire-suppression'),
    );
    expect(without).toEqual([]);
  });
  it('finds a type by its code', () => {
    expect(incidentTypeOf('structure-fire')).toMatchObject({ category: 'fire', apcoCode: 'FSTRU' });
  });
  it.each(['dragon', '', 'constructor'])('finds none for %p', (code) => {
    expect(incidentTypeOf(code)).toBeUndefined();
  });

  const withFile = existsSync(apcoFile) ? it : it.skip;
  withFile(
    'names only codes of the APCO list (needs the folder shared beside the checkout)',
    () => {
      const { incidentCategory } = ApcoFile.parse(JSON.parse(readFileSync(apcoFile, 'utf8')));
      const known = new Set(incidentCategory.map(({ code }) => code));
      const unknown = incidentTypes.filter(
        ({ apcoCode }) => apcoCode !== null && !known.has(apcoCode),
      );
      expect(unknown).toEqual([]);
    },
  );
});
