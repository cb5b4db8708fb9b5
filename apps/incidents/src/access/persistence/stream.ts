/** Category of the streams that hold who looked at the reporter of one incident. */
export const category = 'access';

export const streamOf = (incidentId: string): string => `${category}-${incidentId}`;

/** The incident whose access log this is. */
export const idOf = (stream: string): string => stream.slice(category.length + 1);
