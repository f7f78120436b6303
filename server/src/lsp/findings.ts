import { type AnalysisOptions, advanceAnalysis, analyzeSource } from '../core/analysis/analyze.ts';
import type { Finding } from '../core/finding.ts';
import type { Source } from '../core/source.ts';
import { readIn } from '../core/workspace/foreign.ts';
import { Outdated } from './guard.ts';
import type { Ports } from './ports.ts';
import type { View } from './workspaces.ts';

/** A finding with the place in the file where its manifest begins. */
export interface FileFinding {
  readonly finding: Finding;
  readonly start: number;
}

/**
 * The findings of files, computed manifest by manifest so that typing never waits for long: what was edited comes first,
 * and once patience is at an end the rest stands as it was last known while it is worked out in the background.
 */
export interface Findings {
  /**
   * All findings of a file in the order of the text. With `onCompleted` the answer may be early, and that is called
   * when everything is known; without it the answer waits. Gives up as {@link Outdated} when the workspace changes.
   */
  ofFile(uri: string, view: View, onCompleted?: () => void): Promise<readonly FileFinding[]>;
  /** The findings of the manifests that a stretch of the file touches. Gives up as {@link ofFile} does. */
  within(uri: string, view: View, start: number, end: number): Promise<readonly FileFinding[]>;
}

/** After so many milliseconds of work, what has arrived from the client is looked at before going on. */
const SLICE = 20;

export interface FindingsOptions {
  readonly ports: Ports;
  /** The file as it is now, to see whether an answer is still about it. */
  readonly viewOf: (uri: string) => View | undefined;
  readonly onFailure: (error: unknown) => void;
}

export function createFindings({ ports, viewOf, onFailure }: FindingsOptions): Findings {
  /** What was last found in a manifest: right as long as nothing that it names has changed. */
  const known = new WeakMap<Source, readonly Finding[]>();
  const completing = new Map<string, { readonly view: View; readonly told: Set<() => void> }>();

  const analysed = (view: View, source: Source, options: AnalysisOptions): readonly Finding[] => {
    const { findings } = analyzeSource(view.snapshot, source, options);
    known.set(source, findings);
    return findings;
  };

  const isCurrent = (uri: string, view: View): boolean => {
    const now = viewOf(uri);
    return now?.snapshot === view.snapshot && now.options === view.options;
  };

  /**
   * Analyses one manifest after the other, part by part, with room for messages between the parts. False where the
   * workspace has changed: then it has stopped, and nothing is known of what it was about.
   */
  async function analyseAll(uri: string, view: View, sources: readonly Source[]): Promise<boolean> {
    let since = performance.now();
    for (const source of sources) {
      do {
        if (performance.now() - since <= SLICE) continue;
        await ports.pause();
        if (!isCurrent(uri, view)) return false;
        since = performance.now();
      } while (advanceAnalysis(view.snapshot, source, view.options));
      analysed(view, source, view.options);
    }
    return true;
  }

  function complete(uri: string, view: View, sources: readonly Source[], onCompleted: () => void): void {
    const running = completing.get(uri);
    if (running && running.view.snapshot === view.snapshot) {
      running.told.add(onCompleted);
      return;
    }
    const own = { view, told: new Set([onCompleted]) };
    completing.set(uri, own);
    ports
      .pause()
      .then(() => analyseAll(uri, view, sources))
      .then((finished) => {
        if (completing.get(uri) === own) completing.delete(uri);
        // Where the workspace has changed, whoever asks next begins anew.
        if (finished) for (const each of own.told) each();
      })
      .catch(onFailure);
  }

  return {
    async ofFile(uri, view, onCompleted) {
      const { sources, starts } = view.file;
      const isNew = sources.filter((source) => !known.has(source));
      const inOrder = [...isNew, ...sources.filter((source) => known.has(source))];
      let late: readonly Source[] = [];
      if (onCompleted) {
        const began = performance.now();
        let done = 0;
        // The first one always: it is what was edited.
        while (done < inOrder.length && (done === 0 || performance.now() - began < ports.patience)) {
          if (!(await analyseAll(uri, view, [inOrder[done]!]))) throw new Outdated();
          done++;
        }
        late = inOrder.slice(done);
      } else if (!(await analyseAll(uri, view, inOrder))) {
        throw new Outdated();
      }
      if (late.length > 0) complete(uri, view, late, onCompleted!);
      return sources.flatMap((source, index) =>
        (known.get(source) ?? readIn(view.snapshot, source).findings).map((finding) => ({
          finding,
          start: starts[index]!,
        })),
      );
    },
    async within(uri, view, start, end) {
      const { sources, starts } = view.file;
      const touched = sources.flatMap((source, index) => {
        const at = starts[index]!;
        return at > end || at + source.text.length < start ? [] : [{ source, at }];
      });
      const all = touched.map(({ source }) => source);
      if (!(await analyseAll(uri, view, all))) throw new Outdated();
      return touched.flatMap(({ source, at }) => known.get(source)!.map((finding) => ({ finding, start: at })));
    },
  };
}
