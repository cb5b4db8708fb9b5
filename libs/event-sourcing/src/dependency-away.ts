/** Something that the work needs cannot be reached, or did not answer in time. The same work may succeed
 *  later: it is never the fault of the event that was worked on. */
export class DependencyAway extends Error {}
