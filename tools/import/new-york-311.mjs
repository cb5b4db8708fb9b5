// One row of New York's 311 service requests as one line for POST /v1/incidents/import.
// The mapping is described in docs/how-to/import-new-york-311.md.
import { DateTime } from 'luxon';

const zone = 'America/New_York';
/** The forms in which the city and its mirrors write times. */
const formats = [
  'M/d/yyyy H:mm',
  'M/d/yyyy h:mm:ss a',
  'M/d/yyyy H:mm:ss',
  "yyyy-MM-dd'T'HH:mm:ss.SSS",
];

/** Complaint type → type of our catalogue; a descriptor may say it better. */
const typesOfComplaints = {
  'Animal-Abuse': 'animal-abuse',
  'Dead Animal': 'dead-animal',
  'Animal in a Park': 'stray-animal',
  'Unsanitary Animal Pvt Property': 'animal-waste',
  'Unsanitary Animal Facility': 'unsanitary-premises',
  'Illegal Animal Kept as Pet': 'illegal-animal',
  'Illegal Animal Sold': 'illegal-animal',
  'Animal Facility - No Permit': 'illegal-animal',
  'Pet Shop': 'unsanitary-premises',
  'Illegal Parking': 'illegal-parking',
  'Abandoned Vehicle': 'abandoned-vehicle',
  'Street Light Condition': 'street-light-out',
  'Street Condition': 'pothole',
  'Illegal Dumping': 'illegal-dumping',
  'Damaged Tree': 'fallen-tree',
  'Air Quality': 'air-pollution',
  'Water System': 'water-main-break',
  Sewer: 'sewer-backup',
};
const typesOfDescriptors = {
  'Injured Wildlife': 'animal-in-distress',
  'Dead Animal': 'dead-animal',
  'Animal Waste': 'animal-waste',
};

/** A complaint that we have no type for is still a citizen who asks for help. */
const typeOf = ({ 'Complaint Type': complaint, Descriptor: descriptor }) => {
  if (complaint.startsWith('Noise')) return 'noise';
  return typesOfDescriptors[descriptor] ?? typesOfComplaints[complaint] ?? 'citizen-assistance';
};

const summaryOf = (row) => {
  const what = [row['Complaint Type'], row.Descriptor].filter(Boolean).join(': ');
  const where = row['Location Type'] ? ` (${row['Location Type']})` : '';
  return Array.from(`${what}${where}`).slice(0, 200).join('');
};

/** Local time without zone → UTC; a time that the clock change skipped moves on by that hour. */
const utcOf = (local) => {
  if (local === '') return undefined;
  const times = formats.map((format) => DateTime.fromFormat(local, format, { zone }));
  const time = times.find(({ isValid }) => isValid);
  if (time === undefined) throw new Error(`"${local}" is no time of a form that is known here`);
  return time.toUTC().toISO();
};

const locationOf = (row) => {
  if (row.Latitude === '' || row.Longitude === '') return undefined;
  return {
    longitude: Number(row.Longitude),
    latitude: Number(row.Latitude),
    ...(row['Incident Address'] && { address: row['Incident Address'].slice(0, 300) }),
  };
};

/** @throws Error when a time of the row cannot be read. */
export const importLineOf = (row) => ({
  externalId: `nyc-311-${row['Unique Key']}`,
  type: typeOf(row),
  summary: summaryOf(row),
  location: locationOf(row),
  reportedAt: utcOf(row['Created Date']),
  closedAt: utcOf(row['Closed Date']),
  agency: row.Agency || undefined,
});
