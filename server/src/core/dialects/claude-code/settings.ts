import type { Finding } from '../../finding.ts';
import type { Effect } from '../../model/manifest.ts';
import { closest } from '../../schema/closest.ts';
import type { Place, Source } from '../../source.ts';
import type { Span } from '../../span.ts';
import type { MapEntry, MapNode, Node } from '../../syntax/node.ts';
import type { Layer } from '../dialect.ts';
import { reported, textOf } from '../findings.ts';
import { isMap, parseJson } from '../json/tree.ts';
import { DOCS, VERSION } from './docs.ts';
import { CLOSED, type Mode, modeOf, type Scope, SETTINGS } from './keys.ts';
import { readRule } from './read-rule.ts';
import type { ClaudeRule } from './rule.ts';

/** One settings file, as far as permissions go. */
export interface SettingsFile {
  readonly source: Source;
  readonly layer: Layer;
  readonly root: MapNode | undefined;
  readonly rules: readonly ClaudeRule[];
  readonly mode?: { readonly value: Mode; readonly span: Span };
  readonly directories: readonly string[];
  readonly findings: readonly Finding[];
}

const EFFECTS: readonly Effect[] = ['deny', 'ask', 'allow'];

/** Reads a settings file. What the tool would skip is skipped, and said. Total. */
export function readSettings(source: Source, layer: Layer, project: string): SettingsFile {
  const findings: Finding[] = [];
  const nothing = { source, layer, root: undefined, rules: [], directories: [], findings };
  if (source.text.trim() === '') return nothing;
  const { node, problems } = parseJson(source);
  const broken = problems[0];
  const skipped = (span: Span, why: string) => {
    findings.push(
      reported(
        'file-without-effect',
        'error',
        source,
        span,
        `Claude Code skips this whole file${countedRules(node)}: ${why}`,
        {
          reference: DOCS.brokenFile,
        },
      ),
    );
    return nothing;
  };
  if (broken) {
    const why =
      broken.kind === 'comment'
        ? 'settings are strict JSON, without comments and trailing commas'
        : lower(broken.message);
    return skipped(broken.span, why);
  }
  if (!isMap(node)) return skipped(node?.span ?? { start: 0, end: 0 }, 'settings are one object');
  const permissions = lastOf(node, 'permissions')?.value;
  if (permissions && !isMap(permissions)) return skipped(permissions.span, '`permissions` is an object');
  const rules: ClaudeRule[] = [];
  let mode: SettingsFile['mode'];
  const directories: string[] = [];
  if (permissions) {
    for (const effect of EFFECTS) {
      const list = lastOf(permissions, effect)?.value;
      if (list === undefined) continue;
      if (list.kind !== 'seq') return skipped(list.span, `\`${effect}\` is a list of rules`);
      for (const item of list.items) {
        const text = textOf(item);
        if (text !== undefined && item) rules.push(readRule({ source, span: item.span, text, effect, layer, project }));
        else if (item) {
          findings.push(
            reported('setting-without-effect', 'warning', source, item.span, 'a rule is a text: this one is skipped', {
              reference: DOCS.brokenFile,
            }),
          );
        }
      }
    }
    const written = lastOf(permissions, 'defaultMode')?.value;
    if (written) {
      const value = modeOf(textOf(written));
      if (!value)
        return skipped(
          written.span,
          `\`${textOf(written) ?? '…'}\` is no mode, and a value that is not known is refused`,
        );
      if (value === 'auto' && (layer === 'project' || layer === 'local')) {
        findings.push(
          reported(
            'setting-without-effect',
            'warning',
            source,
            written.span,
            '`auto` does not take effect from a file of the project, and neither does a mode of `~/.claude/settings.json` then: sessions start in the default of the plan',
            { reference: DOCS.defaultMode },
          ),
        );
      } else mode = { value, span: written.span };
    }
    const listed = lastOf(permissions, 'additionalDirectories')?.value;
    if (listed?.kind === 'seq') directories.push(...listed.items.flatMap((item) => textOf(item) ?? []));
  }
  findings.push(...settingFindings(source, layer, node, ''));
  return { source, layer, root: node, rules, directories, findings, ...(mode ? { mode } : {}) };
}

function countedRules(node: Node | undefined): string {
  const permissions = isMap(node) ? lastOf(node, 'permissions')?.value : undefined;
  if (!isMap(permissions)) return '';
  const counts = EFFECTS.flatMap((effect) => {
    const list = lastOf(permissions, effect)?.value;
    return list?.kind === 'seq' && list.items.length > 0 ? [`${list.items.length} in \`${effect}\``] : [];
  });
  return counts.length > 0 ? `, rules and all (${counts.join(', ')})` : '';
}

function lower(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}

/** The entry that counts: of a key that stands twice, JSON takes the last. */
export function lastOf(map: MapNode, key: string): MapEntry | undefined {
  return map.entries.findLast((entry) => entry.key.text === key);
}

/** The value at a path of keys. */
export function valueAt(root: MapNode | undefined, ...path: readonly string[]): Node | undefined {
  let node: Node | undefined = root;
  for (const key of path) node = isMap(node) ? lastOf(node, key)?.value : undefined;
  return node;
}

export function isTrue(node: Node | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true;
}

export function isFalse(node: Node | undefined): boolean {
  return node?.kind === 'scalar' && node.value === false;
}

export function textsIn(node: Node | undefined): readonly { readonly value: string; readonly span: Span }[] {
  if (node?.kind !== 'seq') return [];
  return node.items.flatMap((item) => {
    const value = textOf(item);
    return value === undefined || !item ? [] : [{ value, span: item.span }];
  });
}

export function placeOf(file: Pick<SettingsFile, 'source'>, span: Span): Place {
  return { source: file.source, span };
}

const READ_FROM: Readonly<Record<Exclude<Scope, 'any'>, string>> = {
  own: 'user, local and managed settings',
  user: 'user and managed settings',
  managed: 'managed settings',
  global: '`~/.claude.json`',
};

/** Switches by which an author means to hold something back: it matters most that they do nothing. */
const HOLDS_BACK =
  /^(allowManaged|strict|sandbox\.network\.(strictAllowlist|allowManagedDomainsOnly)|sandbox\.filesystem\.allowManaged|disableSideloadFlags|blockedMarketplaces)/;

function settingFindings(source: Source, layer: Layer, map: MapNode, prefix: string): Finding[] {
  const findings: Finding[] = [];
  const seen = new Map<string, MapEntry>();
  for (const entry of map.entries) {
    const name = entry.key.text;
    const key = prefix === '' ? name : `${prefix}.${name}`;
    const before = seen.get(name);
    if (before) {
      findings.push(
        reported(
          'setting-without-effect',
          'warning',
          source,
          before.key.span,
          `\`${name}\` stands twice, and only the last counts${isMap(before.value) || before.value?.kind === 'seq' ? ': nothing in this one is read' : ''}`,
          { related: [{ source, span: entry.key.span, message: 'this one counts' }], tags: ['unnecessary'] },
        ),
      );
    }
    seen.set(name, entry);
    const scope = SETTINGS.get(key);
    if (scope === undefined) {
      if (CLOSED.has(prefix)) findings.push(unknownSetting(source, entry, key, prefix));
    } else if (!isRead(scope, layer)) {
      findings.push(
        reported(
          'setting-without-effect',
          HOLDS_BACK.test(key) ? 'warning' : 'info',
          source,
          entry.key.span,
          `\`${key}\` does nothing here: it is read from ${READ_FROM[scope as Exclude<Scope, 'any'>]} only`,
          { reference: DOCS.scopes, tags: ['unnecessary'] },
        ),
      );
    }
    if (isMap(entry.value) && CLOSED.has(key)) findings.push(...settingFindings(source, layer, entry.value, key));
  }
  return findings;
}

function isRead(scope: Scope, layer: Layer): boolean {
  switch (scope) {
    case 'any':
      return true;
    case 'own':
      return layer !== 'project';
    case 'user':
      return layer === 'user' || layer === 'managed';
    case 'managed':
      return layer === 'managed';
    case 'global':
      return false;
  }
}

/** Words for lists of rules that other tools have, and older versions had. */
const LISTS: Readonly<Record<string, string>> = {
  allow: 'permissions.allow',
  allowed: 'permissions.allow',
  allowedTools: 'permissions.allow',
  allowlist: 'permissions.allow',
  ask: 'permissions.ask',
  deny: 'permissions.deny',
  denied: 'permissions.deny',
  disallowedTools: 'permissions.deny',
  deniedTools: 'permissions.deny',
  denylist: 'permissions.deny',
  ignorePatterns: 'permissions.deny',
  block: 'permissions.deny',
  defaultMode: 'permissions.defaultMode',
  additionalDirectories: 'permissions.additionalDirectories',
  permission: 'permissions',
  permissionMode: 'permissions.defaultMode',
};

/** The list that was meant where lists stand one level too deep, as in `permissions.read.deny`. */
function listIn(value: MapEntry['value'], prefix: string): string | undefined {
  if (prefix !== 'permissions' || !isMap(value)) return undefined;
  const list = value.entries.find(({ key, value }) => /^(allow|ask|deny)$/.test(key.text) && value?.kind === 'seq');
  return list && `permissions.${list.key.text}`;
}

function unknownSetting(source: Source, { key, value }: MapEntry, path: string, prefix: string): Finding {
  const siblings = [...SETTINGS.keys()].filter((each) =>
    prefix === '' ? !each.includes('.') : each.startsWith(`${prefix}.`) && !each.slice(prefix.length + 1).includes('.'),
  );
  const own = siblings.map((each) => each.slice(prefix === '' ? 0 : prefix.length + 1));
  const listed = Object.hasOwn(LISTS, key.text) ? LISTS[key.text] : listIn(value, prefix);
  const similar = key.text.length > 3 ? closest(key.text, own) : undefined;
  const meant = listed ?? (similar === undefined ? undefined : prefix === '' ? similar : `${prefix}.${similar}`);
  const holds = value?.kind === 'seq' && value.items.length > 0;
  const isRules =
    meant !== undefined && /^permissions(\.|$)/.test(meant) && (holds || isMap(value) || meant.endsWith('Mode'));
  const what = meant === undefined || meant === path ? '' : `; there is \`${meant}\``;
  return reported(
    'setting-without-effect',
    isRules ? 'error' : meant === undefined ? 'info' : 'warning',
    source,
    key.span,
    `Claude Code ${VERSION} has no setting \`${path}\`${isRules ? ', so nothing in it holds' : ''}${what}`,
    {
      reference: DOCS.allSettings,
      ...(meant === undefined ? { audience: 'strict' as const } : {}),
    },
  );
}
