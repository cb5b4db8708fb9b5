import { errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { createHash } from 'node:crypto';
import { genericProblems } from '../problems/generic-problems.js';
import { Problem } from '../problems/problem.js';
import { callerOf, Claims, type Caller } from './caller.js';
import { KeysUnavailable, type KeySet, type KeySource } from './key-source.js';

const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];
const CACHED_MS = 60_000;
const CACHED_TOKENS = 10_000;

export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: KeySource;
  /** The clock, in milliseconds. */
  readonly now: () => number;
}

type Checked = Readonly<{ caller: Caller; until: number }>;

/** 401 with the challenge that RFC 6750 asks for. */
export const unauthenticated = (detail: string, challenge = 'Bearer'): Problem =>
  new Problem(genericProblems.unauthenticated, {
    detail,
    headers: { 'www-authenticate': challenge },
  });

const invalidToken = (detail: string): Problem =>
  unauthenticated(detail, 'Bearer error="invalid_token"');

/** Checks bearer tokens. What was checked is remembered for 60 s at most, never past its `exp`, and
 *  falls when the key set changes. */
export class TokenChecker {
  private readonly checked = new LRUCache<string, Checked>({ max: CACHED_TOKENS });
  private version: string | undefined;

  constructor(private readonly rules: TokenRules) {}

  /** @throws Problem 401, or 503 when the keys cannot be read */
  async check(token: string): Promise<Caller> {
    try {
      return await this.cached(token, await this.rules.keys.current());
    } catch (error) {
      if (error instanceof Problem) throw error;
      if (error instanceof KeysUnavailable) throw new Problem(genericProblems.unavailable);
      throw invalidToken(
        error instanceof errors.JWTExpired ? 'The token has expired.' : 'The token is not valid.',
      );
    }
  }

  private async cached(token: string, keys: KeySet): Promise<Caller> {
    this.use(keys);
    const hash = createHash('sha256').update(token).digest('base64');
    const known = this.checked.get(hash);
    const now = this.rules.now();
    if (known !== undefined && now < known.until) return known.caller;
    this.checked.delete(hash);
    const claims = await this.verified(token, keys);
    const caller = callerOf(claims);
    const until = Math.min(claims.exp * 1000, now + CACHED_MS);
    // A set that came meanwhile may lack the key.
    if (this.version === keys.version) this.checked.set(hash, { caller, until });
    return caller;
  }

  private use({ version }: KeySet): void {
    if (this.version === version) return;
    this.checked.clear();
    this.version = version;
  }

  private async verified(token: string, keys: KeySet): Promise<Claims> {
    try {
      return await this.verify(token, keys);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      return this.verify(token, await this.rules.keys.refreshed());
    }
  }

  private async verify(token: string, keys: KeySet): Promise<Claims> {
    const { issuer, audience } = this.rules;
    const { payload } = await jwtVerify(token, keys.find, {
      ...{ issuer, audience, algorithms: ALGORITHMS, requiredClaims: ['exp', 'sub'] },
      currentDate: new Date(this.rules.now()),
    });
    return Claims.parse(payload);
  }
}
