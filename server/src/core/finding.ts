import type { Action } from './decide/action.ts';
import type { Effect } from './model/manifest.ts';
import type { Place, Source } from './source.ts';
import type { Span } from './span.ts';

export type Severity = 'error' | 'warning' | 'info';

/** `proven`: the decision engine confirms the witness. `modelled`: the witness is confirmed, and that its command has the described effect is known from documentation. `heuristic`: neither. */
export type Confidence = 'proven' | 'modelled' | 'heuristic';

/** Who wants to see a finding: everybody, a team that asked for strictness, or an auditor. */
export type Audience = 'default' | 'strict' | 'audit';

export interface Related extends Place {
  readonly message: string;
}

/** One step of a witness: an action of the role, and the decision that the risk consists in (`allow` unless said otherwise). */
export interface WitnessStep {
  readonly action: Action;
  readonly expect: Effect;
  /** What this step achieves, in a few words: "runs any program". */
  readonly achieves?: string;
  /** The delegate that takes the step, where it is not the role itself: some step before hands work to it. */
  readonly as?: string;
}

/** A concrete run that proves a finding. The simulator replays it and has to confirm every step's expectation. */
export interface Witness {
  /** The name of the role that acts. */
  readonly role: string;
  readonly steps: readonly WitnessStep[];
  /** The same mischief with a harmless payload, for a person to try in a throw-away directory. */
  readonly harmless?: string;
}

export interface Edit extends Place {
  readonly newText: string;
}

export interface Fix {
  /** An imperative: "Ask before `git **`". */
  readonly title: string;
  /** `safe` fixes remove the finding and allow nothing that was not allowed, and lose nothing that was meant; `offer` is for a person to choose. */
  readonly kind: 'safe' | 'offer';
  readonly edits: readonly Edit[];
  /** What the role can no longer do afterwards, in words, where that is more than the finding's own witness. */
  readonly loses?: readonly string[];
  /** Examples of rules and steps of scenarios that come out otherwise afterwards, in words. */
  readonly breaks?: readonly string[];
  /** Findings that are there afterwards and were not before, as `rule-id: message`. What they show was possible before. */
  readonly brings?: readonly string[];
}

/** An entry of a public catalogue, with its year: `OWASP ASI05:2026`, `CVE-2026-24887`, `AML.T0081`. */
export interface Reference {
  readonly name: string;
  readonly url?: string;
}

export interface Finding extends Place {
  /** Kebab-case words that name the problem: `prefix-reaches-exec`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly audience: Audience;
  /** What and why in one sentence, without a final full stop. */
  readonly message: string;
  readonly related: readonly Related[];
  /** Rules that found the same cause here and said it less strongly: this finding stands for theirs. */
  readonly covers: readonly string[];
  readonly witness?: Witness;
  readonly fixes: readonly Fix[];
  readonly references: readonly Reference[];
  /** `unnecessary` greys text out, `deprecated` strikes it through. */
  readonly tags: readonly ('unnecessary' | 'deprecated')[];
}

/** What a reader or a rule has to say; everything else has a default. */
export type FindingParts = Partial<Omit<Finding, 'rule' | 'severity' | 'message' | 'source' | 'span'>> & {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly source: Source;
  readonly span: Span;
};

export function finding(parts: FindingParts): Finding {
  return {
    confidence: 'proven',
    audience: 'default',
    related: [],
    covers: [],
    fixes: [],
    references: [],
    tags: [],
    ...parts,
  };
}
