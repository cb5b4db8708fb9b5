import { LRUCache } from 'lru-cache';
import { genericProblems } from '../problems/generic-problems.js';
import { Problem } from '../problems/problem.js';

export interface RateLimit {
  /** Requests per second and subject in the long run; 0 = no limit. */
  readonly perSecond: number;
  /** How many may come at once. */
  readonly burst: number;
}

type Bucket = { left: number; at: number };

/** A bucket of requests per subject. */
export class RateLimiter {
  private readonly buckets = new LRUCache<string, Bucket>({ max: 10_000 });

  constructor(
    private readonly limit: RateLimit | undefined,
    private readonly now: () => number,
  ) {}

  /** @throws Problem 429 */
  take(subject: string): void {
    if (this.limit === undefined || this.limit.perSecond <= 0) return;
    const { perSecond, burst } = this.limit;
    const now = this.now();
    const bucket = this.buckets.get(subject) ?? { left: burst, at: now };
    bucket.left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    this.buckets.set(subject, bucket);
    if (bucket.left < 1) throw new Problem(genericProblems.tooManyRequests);
    bucket.left -= 1;
  }
}
