import { describe, expect, it } from '@jest/globals';
import { incidentTypeOf } from '../domain/incident-types/catalogue.js';
import * as examples from './incident.examples.js';
import * as requests from './incident.requests.js';
import * as views from './incident.responses.js';

const { ReportIncidentRequest, CorrectIncidentRequest, TriageIncidentRequest } = requests;

describe('an example of the documentation', () => {
  it.each([
    ['incident', views.IncidentView, examples.incidentExample],
    ['past incident', views.PastIncidentView, examples.pastExample],
    ['receipt', views.ReportedIncidentView, examples.receiptExample],
    ['list', views.IncidentList, examples.listExample],
    ['timeline', views.Timeline, examples.timelineExample],
    ['reporter', views.ReporterView, examples.reporterExample],
    ['types', views.IncidentTypeList, examples.incidentTypesExample],
  ])('of an answer fits its schema: %s', (_, schema, example) => {
    expect(schema.parse(example)).toEqual(example);
  });
  it.each([
    ...[ReportIncidentRequest, CorrectIncidentRequest, TriageIncidentRequest],
    ...[requests.ChangePriorityRequest, requests.AddNoteRequest, requests.ResolveIncidentRequest],
    ...[requests.CloseIncidentRequest, requests.CancelIncidentRequest],
    requests.ReopenIncidentRequest,
  ])('of a body is taken', (schema) => {
    // zod keeps what `meta` was given, and types it loosely.
    const given = (schema.meta()?.examples ?? []) as readonly unknown[];
    expect(given).not.toEqual([]);
    for (const example of given) expect(schema.parse(example)).toEqual(example);
  });
  it('has the type of the catalogue', () => {
    const [type] = examples.incidentTypesExample.items;
    expect(incidentTypeOf('structure-fire')).toEqual(type);
    expect(incidentTypeOf(examples.receiptExample.possibleDuplicates[0]?.type ?? '')).toBeDefined();
  });
});
