import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { districtIndex } from './district-index.js';
import { InvalidDistrictsFile, loadDistrictsFile } from './districts-file.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'districts-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const fileOf = (text: string): string => {
  const file = path.join(folder, 'districts.json');
  writeFileSync(file, text);
  return file;
};
const feature = (code: string, name: string, corner = '[0,0]'): string =>
  `{"type":"Feature","properties":{"code":${code},"name":${name}},
   "geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],${corner}]]}}`;
const collection = (...features: readonly string[]): string =>
  `{"type":"FeatureCollection","name":"x","source":"The city","licence":"ODbL-1.0","features":[
${features.join(',\n')}
]}`;

/** What is wrong with a file, without its name. */
const complaint = (text: string): string => {
  const file = fileOf(text);
  try {
    loadDistrictsFile(file);
  } catch (error) {
    if (!(error instanceof InvalidDistrictsFile)) throw error;
    return error.message.replace(`districts file ${file}: `, '');
  }
  throw new Error('the file was taken');
};

describe('a districts file', () => {
  it('gives the districts of a city', () => {
    const districts = loadDistrictsFile(fileOf(collection(feature('"a1"', '"Old town"'))));
    expect(districts).toMatchObject({ source: 'The city', licence: 'ODbL-1.0' });
    expect(districtIndex(districts).find(0.7, 0.5)).toBe('a1');
    expect(districts.features[0]?.properties).toEqual({
      code: 'a1',
      name: 'Old town',
      approximate: false,
    });
  });
  it('may begin with a byte order mark', () => {
    const text = `\uFEFF${collection(feature('"a"', '"A"'))}`;
    expect(loadDistrictsFile(fileOf(text)).features).toHaveLength(1);
  });
  it('names line and feature of a mistake', () => {
    const text = collection(feature('"a"', '"A"'), feature('"b"', '7'));
    expect(complaint(text)).toMatch(/^line 4, feature 2: properties\.name: .*string/);
  });
  it('names the line of the object that lacks a member', () => {
    expect(complaint('{\n"type":"FeatureCollection",\n"features":[]}')).toMatch(
      /line 1: source: .*; line 1: licence: .*; line 3: features: /,
    );
  });
  it('names the line where the JSON breaks', () => {
    expect(complaint('{\n  "type": "FeatureCollection"\n  "source": 1\n}')).toMatch(
      /^line 3: not JSON/,
    );
  });
  it.each(['', 'null', '[]', '{} // no'])('is refused when it is %p', (text) => {
    expect(complaint(text)).toMatch(/^line 1: /);
  });
  it('is refused when two features have one code', () => {
    const text = collection(feature('"a"', '"A"'), feature('"a"', '"B"'));
    expect(complaint(text)).toBe(
      'line 4, feature 2: properties.code: is taken by a feature before',
    );
  });
  it.each(['"outside"', '"a,b"', '"*"', '""'])('is refused with the code %s', (code) => {
    expect(complaint(collection(feature(code, '"A"')))).toMatch(
      /line 2, feature 1: properties\.code: must/,
    );
  });
  it('is refused when a ring is open', () => {
    expect(complaint(collection(feature('"a"', '"A"', '[0,1]')))).toMatch(
      /must end where it begins/,
    );
  });
  it('is refused when latitude and longitude are the wrong way round', () => {
    expect(complaint(collection(feature('"a"', '"A"', '[31,120]')))).toMatch(
      /line 3, feature 1: .*must be longitude, latitude/,
    );
  });
  it('is refused when it holds points', () => {
    const point =
      '{"type":"Feature","properties":{"code":"a","name":"A"},"geometry":{"type":"Point"}}';
    expect(complaint(collection(point))).toMatch(/line 2, feature 1: geometry\.type: /);
  });
  it('is refused when it is not there', () => {
    expect(() => loadDistrictsFile(path.join(folder, 'none.json'))).toThrow(/cannot be read/);
  });
});
