import type { Verb } from '../model/manifest.ts';

/** JSON data, as arguments of a tool's operation are. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Where a value was known from when it was used: the person's request, the manifest, a trusted result, or untrusted output. */
export type Origin = 'user' | 'role' | 'trusted' | 'untrusted';

/**
 * Something that a role attempts. In JSON the verb is the key: `{"read":"src/a.ts"}`, `{"run":"git push"}`,
 * `{"fetch":"https://x/y","method":"GET"}`, `{"call":"github/create_review","with":{…}}`.
 */
export interface Action {
  readonly verb: Verb;
  /** A path, a command line, a URL, `tool/operation`, a role's name, a credential's name, or a kind of memory. */
  readonly value: string;
  /** HTTP method of a `fetch`; GET when absent. */
  readonly method?: string;
  /** Arguments of a `call`. */
  readonly with?: { readonly [key: string]: Json };
  readonly context?: ActionContext;
}

export interface ActionContext {
  /** Origins of arguments by name. An argument that is not listed has an unknown origin, which satisfies no `from`. */
  readonly origins?: { readonly [argument: string]: readonly Origin[] };
  /** What this action spends, for example `{"amount": 3, "unit": "USD"}`. */
  readonly spends?: { readonly amount: number; readonly unit: string };
  /** The directory, relative to the workspace root, in which a command line starts. */
  readonly directory?: string;
}
