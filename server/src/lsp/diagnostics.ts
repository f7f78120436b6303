import {
  type CancellationToken,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { Finding } from '../core/finding.ts';
import { isReadOnlyScheme, normalUri } from './documents.ts';
import { Outdated } from './guard.ts';
import { rulePageUrl } from './rule-pages.ts';
import type { Session } from './session.ts';
import { toLocation, toRange } from './to-lsp.ts';
import type { View } from './workspaces.ts';

/** Diagnostics of one file, or none where nobody could act on them: versions in git, texts that are not ours. */
export async function diagnose(
  session: Session,
  clientUri: string,
  onCompleted: (() => void) | undefined,
): Promise<Diagnostic[]> {
  const uri = normalUri(clientUri);
  if (isReadOnlyScheme(uri)) return [];
  const view = session.workspaces.view(uri);
  if (!view) return [];
  const findings = await session.findings.ofFile(uri, view, onCompleted);
  const most = session.settings.diagnostics.maximum;
  const diagnostics = findings.slice(0, most).map(({ finding, start }) => toDiagnostic(session, view, finding, start));
  const more = findings.length - most;
  if (more > 0) {
    const { finding, start } = findings[most]!;
    diagnostics.push({
      range: toRange(view.file, start, finding.span),
      severity: DiagnosticSeverity.Information,
      source: 'bailiwick',
      message: `${more} more finding${more === 1 ? '' : 's'} from here on ${more === 1 ? 'is' : 'are'} not shown`,
    });
  }
  return diagnostics;
}

export async function pull(
  session: Session,
  clientUri: string,
  previousResultId: string | undefined,
  token: CancellationToken,
  askAgain: () => void,
): Promise<DocumentDiagnosticReport> {
  const pending = session.workspaces.pending();
  if (pending) await pending;
  // A client that cannot be told to ask again waits until everything is known.
  const later = session.client.refreshesDiagnostics ? askAgain : undefined;
  const items = token.isCancellationRequested ? [] : await diagnose(session, clientUri, later);
  const resultId = fingerprint(items);
  return resultId === previousResultId ? { kind: 'unchanged', resultId } : { kind: 'full', resultId, items };
}

/** The same findings have the same one, so that what a client has already is not sent again. */
export function fingerprint(diagnostics: readonly Diagnostic[]): string {
  const text = JSON.stringify(diagnostics);
  // FNV-1a and a second mix of the same kind: 64 bits, since a collision would leave wrong diagnostics on the screen.
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b) ^ (high >>> 13);
  }
  return `${diagnostics.length}-${(low >>> 0).toString(36)}-${(high >>> 0).toString(36)}`;
}

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} as const;

const TAGS = { unnecessary: DiagnosticTag.Unnecessary, deprecated: DiagnosticTag.Deprecated } as const;

/** What a client hands back with a diagnostic when it asks for code actions. */
export interface DiagnosticData {
  /** There is a run that can be replayed. */
  readonly witness: boolean;
}

function toDiagnostic(session: Session, view: View, finding: Finding, start: number): Diagnostic {
  const { client } = session;
  const url = client.codeDescription ? rulePageUrl(finding.rule, client) : undefined;
  const related = client.relatedInformation ? relatedOf(session, view, finding) : [];
  // Not how many fixes there are: each is verified when it is first asked for, which nobody has done yet.
  const data: DiagnosticData = { witness: finding.witness !== undefined };
  return {
    range: toRange(view.file, start, finding.span),
    severity: SEVERITIES[finding.severity],
    code: finding.rule,
    source: 'bailiwick',
    message: finding.message,
    ...(url ? { codeDescription: { href: url } } : {}),
    ...(related.length > 0 ? { relatedInformation: related } : {}),
    ...(client.diagnosticTags && finding.tags.length > 0 ? { tags: finding.tags.map((tag) => TAGS[tag]) } : {}),
    ...(client.diagnosticData && data.witness ? { data } : {}),
  };
}

function relatedOf(session: Session, view: View, finding: Finding) {
  return finding.related.flatMap((related) => {
    const location = toLocation(session, view.snapshot, related);
    return location ? [{ location, message: related.message }] : [];
  });
}

/** Publishes diagnostics to clients that do not ask for them. */
export interface Push {
  /** A document has changed: its diagnostics, and those of other open ones, are due. */
  schedule(uri: string): void;
  scheduleAll(): void;
  /** Takes away what was published of a document that was closed. */
  clear(clientUri: string): void;
}

/** Longer waits only make typing feel slow; the wait grows with what the last analysis took, up to this. */
const LONGEST_WAIT = 50;

export function createPush(
  session: Session,
  publish: (uri: string, version: number, diagnostics: Diagnostic[]) => void,
  failed: (error: unknown) => void,
): Push {
  const due = new Set<string>();
  const published = new Map<string, { readonly version: number; readonly print: string }>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let cost = 0;
  let running = false;

  function wake(): void {
    if (timer !== undefined) clearTimeout(timer);
    timer = setTimeout(
      () => {
        timer = undefined;
        if (!running) run().catch(failed);
      },
      Math.min(cost, LONGEST_WAIT),
    );
  }

  async function run(): Promise<void> {
    running = true;
    try {
      const pending = session.workspaces.pending();
      if (pending) await pending;
      const began = performance.now();
      const now = [...due];
      due.clear();
      for (const uri of now) await publishOne(uri);
      cost = performance.now() - began;
    } finally {
      running = false;
      if (due.size > 0) wake();
    }
  }

  async function publishOne(uri: string): Promise<void> {
    const open = session.documents.get(uri);
    if (!open || isReadOnlyScheme(uri)) return;
    let diagnostics: Diagnostic[];
    try {
      diagnostics = await diagnose(session, uri, () => {
        due.add(uri);
        wake();
      });
    } catch (error) {
      if (!(error instanceof Outdated)) throw error;
      due.add(uri);
      return;
    }
    if (session.documents.get(uri)?.version !== open.version) return;
    const print = fingerprint(diagnostics);
    const before = published.get(uri);
    if (before?.print === print && before.version === open.version) return;
    published.set(uri, { version: open.version, print });
    publish(open.clientUri, open.version, diagnostics);
  }

  return {
    schedule(uri) {
      // The edited document first; then the others, which may name what is in it.
      due.delete(uri);
      const others = [...due];
      due.clear();
      due.add(uri);
      for (const other of others) due.add(other);
      for (const open of session.documents.all()) due.add(open.uri);
      wake();
    },
    scheduleAll() {
      for (const open of session.documents.all()) due.add(open.uri);
      wake();
    },
    clear(clientUri) {
      const uri = normalUri(clientUri);
      due.delete(uri);
      if (published.delete(uri)) publish(clientUri, 0, []);
    },
  };
}
