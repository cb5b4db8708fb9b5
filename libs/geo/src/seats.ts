/** The seat of an administrative area. Degrees, WGS 84. */
export interface Seat {
  readonly code: string;
  readonly name: string;
  readonly longitude: number;
  readonly latitude: number;
}

/** Approximate seats (about 0.01 degree) of the ten county-level areas of Suzhou, from general geographic
 *  knowledge: our own figures, no boundaries. Codes: statistical division codes as of 2023-06-30; 320576, the
 *  industrial park, is no district of the civil list. */
export const suzhouSeats: readonly Seat[] = [
  { code: '320505', name: '虎丘区', longitude: 120.47, latitude: 31.33 },
  { code: '320506', name: '吴中区', longitude: 120.63, latitude: 31.26 },
  { code: '320507', name: '相城区', longitude: 120.64, latitude: 31.37 },
  { code: '320508', name: '姑苏区', longitude: 120.61, latitude: 31.31 },
  { code: '320509', name: '吴江区', longitude: 120.64, latitude: 31.14 },
  { code: '320576', name: '苏州工业园区', longitude: 120.73, latitude: 31.32 },
  { code: '320581', name: '常熟市', longitude: 120.75, latitude: 31.65 },
  { code: '320582', name: '张家港市', longitude: 120.55, latitude: 31.87 },
  { code: '320583', name: '昆山市', longitude: 120.98, latitude: 31.38 },
  { code: '320585', name: '太仓市', longitude: 121.13, latitude: 31.46 },
];
