import { admitted, type Role } from './caller.js';

/** Who may use a route. */
export type Policy = 'public' | Readonly<{ roles: readonly Role[] }>;

/** One table per app: method and route template (`POST /v1/incidents/:incidentId/triage`) to policy. */
export type Policies = Readonly<Record<`${string} /${string}`, Policy>>;

/** Admits these roles; one of the ladder admits the higher ones. */
export const allow = (...roles: readonly Role[]): Policy => ({ roles });

/** What every GET under `/v1` takes. */
export const reading: Policy = allow('viewer', 'partner');

/** `readable('/v1/incidents', …)`: GET of these templates for viewers and partners. */
export const readable = (...templates: readonly `/${string}`[]): Policies =>
  Object.fromEntries(templates.map((template) => [`GET ${template}`, reading]));

const publicRoutes =
  /^\/(?:docs|schemas|problems|health)(?:\/|$)|^\/(?:metrics|(?:open|async)api\.json)$/;

/** The policy of a matched route; undefined = nobody thought of it. HEAD goes with GET. */
export const policyOf = (
  policies: Policies,
  method: string,
  template: string,
): Policy | undefined => {
  if (publicRoutes.test(template)) return 'public';
  const own = policies[`${method} ${template}` as keyof Policies];
  if (own !== undefined || method !== 'HEAD') return own;
  return policies[`GET ${template}` as keyof Policies];
};

/** Every role that a policy admits, lowest first. */
export const rolesOf = (policy: Policy): readonly Role[] =>
  policy === 'public' ? [] : [...admitted(policy.roles)];
