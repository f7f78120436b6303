/** The section of the client's configuration that holds {@link Settings}. */
export const SETTINGS_SECTION = 'bailiwick';

export type RuleSeverity = 'error' | 'warning' | 'info' | 'off';

const SEVERITIES: readonly unknown[] = ['error', 'warning', 'info', 'off'] satisfies RuleSeverity[];

/** What a person may set. Every switch is one setting, and what a file `bailiwick.yaml` says about a rule holds over it. */
export interface Settings {
  /** Rule id to the severity that it reports with or `off`, or to its settings by name, as they were sent. */
  readonly rules: Readonly<Record<string, RuleSeverity | Readonly<Record<string, unknown>>>>;
  /** Whose findings are shown: everybody's, a strict team's, or an auditor's. */
  readonly audience: 'default' | 'strict' | 'audit';
  readonly inlayHints: { readonly enabled: boolean };
  readonly codeLens: { readonly enabled: boolean };
  readonly diagnostics: {
    /** The most findings that are shown for one file. */
    readonly maximum: number;
  };
}

export const DEFAULT_SETTINGS: Settings = {
  rules: {},
  audience: 'default',
  inlayHints: { enabled: true },
  codeLens: { enabled: false },
  diagnostics: { maximum: 500 },
};

/** Settings out of whatever a client sent: unknown keys are ignored, and a value of the wrong type is the default. */
export function readSettings(sent: unknown): Settings {
  const given = recordOf(sent);
  const rules: Record<string, RuleSeverity | Readonly<Record<string, unknown>>> = {};
  for (const [id, value] of Object.entries(recordOf(given.rules))) {
    if (SEVERITIES.includes(value)) rules[id] = value as RuleSeverity;
    else if (typeof value === 'object' && value !== null && !Array.isArray(value)) rules[id] = recordOf(value);
  }
  const { audience } = given;
  const maximum = recordOf(given.diagnostics).maximum;
  return {
    rules,
    audience: audience === 'strict' || audience === 'audit' ? audience : DEFAULT_SETTINGS.audience,
    inlayHints: { enabled: booleanOf(recordOf(given.inlayHints).enabled, DEFAULT_SETTINGS.inlayHints.enabled) },
    codeLens: { enabled: booleanOf(recordOf(given.codeLens).enabled, DEFAULT_SETTINGS.codeLens.enabled) },
    diagnostics: {
      maximum:
        typeof maximum === 'number' && Number.isInteger(maximum) && maximum > 0
          ? maximum
          : DEFAULT_SETTINGS.diagnostics.maximum,
    },
  };
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function booleanOf(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise;
}
