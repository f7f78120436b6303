import path from 'node:path';
import { analyzeFile } from '../core/analysis/analyze.ts';
import { identityOf } from '../core/analysis/identity.ts';
import { proofOf } from '../core/analysis/proof.ts';
import type { Suppressed } from '../core/analysis/suppressed.ts';
import { type RepositoryScore, scoreOfRepository, worstOf } from '../core/authority/score.ts';
import { agentsOf } from '../core/features/agents.ts';
import type { Audience, Finding } from '../core/finding.ts';
import type { Arguments } from './arguments.ts';
import { kindOfFile } from './files.ts';
import { EXIT, type Io, UsageError } from './io.ts';
import { isRecognised, type LoadedRoot, layersOf, load, momentOf } from './load.ts';
import { type Background, createLocator, type Locate, type Report } from './report/located.ts';
import { paintFor, widthOf } from './terminal.ts';

const LEVELS = ['info', 'warning', 'error'] as const;

/** `bailiwick check`: all findings of the manifests under the paths. */
export async function check(parsed: Arguments, io: Io): Promise<number> {
  if (parsed.has('agents')) return agents(parsed, io);
  const { report, notes, locate } = reportOf(parsed, io);
  for (const note of notes) io.err(`bailiwick: ${note}\n`);
  io.out(await formatted(report, locate, parsed, io));
  const least = parsed.value('fail-on');
  const failing = least === 'none' ? [] : LEVELS.slice(LEVELS.indexOf(least as (typeof LEVELS)[number]));
  return report.findings.some((each) => failing.includes(each.severity)) ? EXIT.found : EXIT.ok;
}

/** `bailiwick check --agents`: one table of all agents there, instead of the findings. */
async function agents(parsed: Arguments, io: Io): Promise<number> {
  const format = parsed.value('format');
  if (format !== 'text' && format !== 'json') throw new UsageError('--agents is printed as text or as json');
  const given = parsed.operands.length === 0 ? ['.'] : parsed.operands;
  const { roots, locate, notes } = load(given, momentOf(parsed.value('at'), io), io, layersOf(parsed.all('layer'), io));
  for (const note of notes) io.err(`bailiwick: ${note}\n`);
  const { agentsJson, agentsTable } = await import('./report/agents.ts');
  const rows = roots.flatMap(({ snapshot }) => agentsOf(snapshot));
  io.out(format === 'json' ? agentsJson(rows, locate) : agentsTable(rows, locate, paintFor(parsed, io)));
  return EXIT.ok;
}

function reportOf(
  parsed: Arguments,
  io: Io,
): { readonly report: Report; readonly notes: readonly string[]; readonly locate: Locate } {
  const given = parsed.operands.length === 0 ? ['.'] : parsed.operands;
  // Hooks hand over whatever files have changed; what is no manifest is left alone.
  const isOther = (each: string) =>
    kindOfFile(path.resolve(io.cwd, each)) === 'file' && !isRecognised(path.resolve(io.cwd, each));
  const others = given.filter(isOther).map((each) => `${each} is no manifest by its name, and is not checked`);
  const { roots, locate, notes } = load(
    given.filter((each) => !isOther(each)),
    momentOf(parsed.value('at'), io),
    io,
    layersOf(parsed.all('layer'), io),
  );
  const found: Finding[] = [];
  const suppressed: Suppressed[] = [];
  let hidden = 0;
  let files = 0;
  for (const root of roots) {
    const audience = (parsed.value('audience') as Audience | undefined) ?? root.options.audience;
    const asked = new Set(root.asked);
    found.push(
      ...root.findings.filter(({ source }) => asked.has(source.uri) || source.uri.endsWith('/bailiwick.yaml')),
    );
    for (const uri of root.asked) {
      const analysis = analyzeFile(root.snapshot, uri, { ...root.options, audience });
      found.push(...analysis.findings);
      suppressed.push(...analysis.suppressed);
      hidden += analysis.hidden;
      files++;
    }
  }
  const none =
    files === 0 && others.length === 0
      ? ['no manifests there: their names end in .agent-role.yaml, .tool-scope.yaml, .scenario.yaml or .boundary.yaml']
      : [];
  const located = createLocator(locate, backgroundIn(roots));
  const score = SCORED.has(parsed.value('format') ?? 'text') ? scoreIn(roots) : undefined;
  const report: Report = {
    ...(score ? { score } : {}),
    findings: found.flatMap((each) => located(each) ?? []),
    suppressed: suppressed.flatMap(({ finding, reason, until }) => {
      const at = located(finding);
      return at ? [{ finding: at, reason, until }] : [];
    }),
    hidden,
    files,
  };
  return { report, notes: [...notes, ...others, ...none], locate };
}

/** Formats that have a place for a score. */
const SCORED: ReadonlySet<string> = new Set(['text', 'json', 'markdown']);

/** The score of all roles that were asked about, whichever workspace they are in. */
function scoreIn(roots: readonly LoadedRoot[]): RepositoryScore | undefined {
  return worstOf(
    roots.flatMap(({ snapshot, asked }) => {
      const files = new Set(asked);
      return scoreOfRepository(snapshot, ({ role }) => files.has(role.source.uri))?.roles ?? [];
    }),
  );
}

/** What the workspaces know of a finding beside itself. */
function backgroundIn(roots: readonly LoadedRoot[]): (finding: Finding) => Background {
  const reads = new Map(
    roots.flatMap(({ snapshot }) => snapshot.sources.map((read) => [read.source, { snapshot, read }] as const)),
  );
  return (finding) => {
    const known = reads.get(finding.source);
    if (!known) return {};
    const proof = proofOf(known.snapshot, finding);
    return { identity: identityOf(finding, known.read.manifest), ...(proof ? { proof } : {}) };
  };
}

async function formatted(report: Report, locate: Locate, parsed: Arguments, io: Io): Promise<string> {
  switch (parsed.value('format')) {
    case 'json':
      return (await import('./report/json.ts')).jsonReport(report, locate);
    case 'sarif':
      return (await import('./report/sarif.ts')).sarifReport(
        report,
        (await import('../core/analysis/rules/index.ts')).RULES,
        io.cwd,
        await pagesOf(report),
      );
    case 'github':
      return (await import('./report/github.ts')).githubReport(report);
    case 'markdown':
      return (await import('./report/markdown.ts')).markdownReport(report);
    default:
      return (await import('./report/text.ts')).textReport(report, paintFor(parsed, io), widthOf(io));
  }
}

/** The pages of the rules that have findings. */
async function pagesOf({ findings, suppressed }: Report): Promise<(id: string) => string | undefined> {
  const { rulePage } = await import('./explain.ts');
  const ids = new Set([...findings, ...suppressed.map(({ finding }) => finding)].map(({ rule }) => rule));
  const pages = await Promise.all([...ids].map(async (id) => [id, await rulePage(id)] as const));
  const byId = new Map(pages);
  return (id) => byId.get(id);
}
