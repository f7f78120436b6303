import type { DialectReading, ForeignFile } from './dialect.ts';
import { once } from './findings.ts';

/** Whether a file stands in the workspace: the others, of a user or of an organisation, count in every project. */
export const isOwn = ({ layer }: Pick<ForeignFile, 'layer'>): boolean => layer === 'project' || layer === 'local';

/**
 * Reads every project of a workspace by itself, with the files that stand in it; where there is none, and files that count
 * everywhere, the root is one.
 */
export function readProjects(
  files: readonly ForeignFile[],
  projectOf: (path: string) => string,
  read: (project: string, own: readonly ForeignFile[]) => DialectReading,
): DialectReading {
  const projects = new Map<string, ForeignFile[]>();
  for (const file of files.filter(isOwn)) {
    const project = projectOf(file.path);
    const own = projects.get(project);
    if (own) own.push(file);
    else projects.set(project, [file]);
  }
  if (projects.size === 0 && files.length > 0) projects.set('', []);
  const readings = [...projects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([project, own]) => read(project, own));
  return {
    policies: readings.flatMap(({ policies }) => policies),
    findings: once(readings.flatMap(({ findings }) => findings)),
    tools: [],
  };
}
