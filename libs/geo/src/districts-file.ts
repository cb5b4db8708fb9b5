import { readFileSync } from 'node:fs';
import { type z } from 'zod';
import { Districts } from './districts.js';
import { type LocatedJson, NotJson, parseLocatedJson } from './located-json.js';

/** A districts file cannot be used; the message names file, line and feature. */
export class InvalidDistrictsFile extends Error {
  constructor(file: string, problems: readonly string[], cause?: unknown) {
    super(`districts file ${file}: ${problems.join('; ')}`, { cause });
    this.name = 'InvalidDistrictsFile';
  }
}

const atMost = 10;

/** "line 12, feature 2: properties.name: …"; features count from 1. */
const problemAt = ({ path, message }: z.core.$ZodIssue, { lineOf }: LocatedJson): string => {
  const [first, index, ...rest] = path;
  const inFeature = first === 'features' && typeof index === 'number';
  const place = inFeature ? `, feature ${index + 1}` : '';
  const member = (inFeature ? rest : path).map(String).join('.');
  return `line ${lineOf(path)}${place}: ${member === '' ? '' : `${member}: `}${message}`;
};

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new InvalidDistrictsFile(file, ['cannot be read'], error);
  }
};

const jsonOf = (file: string): LocatedJson => {
  try {
    return parseLocatedJson(textOf(file));
  } catch (error) {
    if (error instanceof NotJson) throw new InvalidDistrictsFile(file, [error.message], error);
    throw error;
  }
};

/** Reads a city's own districts: a GeoJSON FeatureCollection of Polygons and MultiPolygons in WGS 84 with `code` and
 *  `name`, and the members `source` and `licence`. @throws InvalidDistrictsFile */
export const loadDistrictsFile = (file: string): Districts => {
  const json = jsonOf(file);
  const { success, data, error } = Districts.safeParse(json.value);
  if (success) return data;
  const problems = error.issues.slice(0, atMost).map((issue) => problemAt(issue, json));
  const more = error.issues.length - problems.length;
  throw new InvalidDistrictsFile(file, more > 0 ? [...problems, `${more} more`] : problems);
};
