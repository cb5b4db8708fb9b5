/** Category of the streams that hold one incident each. */
export const category = 'incident';

export const streamOf = (incidentId: string): string => `${category}-${incidentId}`;

/** The incident whose stream this is. */
export const idOf = (stream: string): string => stream.slice(category.length + 1);
