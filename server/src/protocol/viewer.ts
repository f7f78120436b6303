import type { Change, TracePlace, TraceProblem } from './trace.ts';
import type { TraceColumns } from './trace-columns.ts';

/**
 * What the host (the panel, the custom editor, or a plain page in tests) and the viewer page tell each other. The page
 * posts `ready` once it listens, and again whenever it is loaded anew (a hidden webview is thrown away); the host then
 * posts what there is to show. The page keeps filter, selection and folds by itself, with `setState`.
 */
export type HostMessage = Show | Busy | Stale | Fail | Describe | Press;

/** Shows a trace in place of what was there. */
export interface Show {
  readonly type: 'show';
  readonly view: ViewInfo;
  readonly columns: TraceColumns;
  /** The decisions that differ from the run that was shown before, each with the index of its step; absent where nothing was compared. */
  readonly changes?: readonly (Change & { readonly index: number })[];
}

export interface ViewInfo {
  readonly title: string;
  /** The file that was opened, as a person names it; absent for a run that was not saved. */
  readonly file?: string;
  readonly canRerun: boolean;
  readonly canSave: boolean;
  /** Given back in the page's state after a reload of the window; JSON. */
  readonly restore?: unknown;
}

/** Something takes time: "Running the scenario". */
export interface Busy {
  readonly type: 'busy';
  readonly what: string;
}

/** The manifests have changed since the shown run (or have been changed back). */
export interface Stale {
  readonly type: 'stale';
  readonly stale: boolean;
}

/** There is nothing to show: why, and where the trace is wrong. */
export interface Fail {
  readonly type: 'fail';
  readonly title: string;
  readonly message: string;
  readonly problems: readonly TraceProblem[];
}

/** For tests inside the editor: the page answers with {@link Described}, made from its DOM as it is rendered. */
export interface Describe {
  readonly type: 'describe';
  readonly id: number;
}

/** For tests inside the editor: as if the person had pressed this key in the list. */
export interface Press {
  readonly type: 'press';
  readonly key: string;
}

export type PageMessage =
  | { readonly type: 'ready' }
  /** Go to a place in a manifest. Lines and columns from 1. */
  | { readonly type: 'open'; readonly place: TracePlace; readonly beside: boolean }
  | { readonly type: 'rerun' }
  | { readonly type: 'save' }
  | { readonly type: 'copy'; readonly text: string; readonly what: string }
  | Described;

/** The text of what is on the screen: cells of rows as they read, and the other parts of the page. */
export interface Described {
  readonly type: 'described';
  readonly id: number;
  readonly title: string;
  readonly chips: readonly string[];
  /** The rows that are rendered, each the texts of its cells. */
  readonly rows: readonly (readonly string[])[];
  /** How many rows there are, rendered or not. */
  readonly rowCount: number;
  /** The cells of the selected row. */
  readonly selected: readonly string[];
  /** The details pane, line by line. */
  readonly details: readonly string[];
  /** The bar about changed manifests, the filter's count, and messages of an empty or failed page. */
  readonly notices: readonly string[];
  /** The theme as the page sees it: `vscode-dark`, `vscode-light`, `vscode-high-contrast`, `vscode-high-contrast-light`. */
  readonly theme: string;
}

/** What the page keeps between loads. */
export interface PageState {
  readonly version: 1;
  readonly restore?: unknown;
  readonly filter: string;
  /** Number of a step in the order of the trace, and of a part of its command line (-1: the step itself). */
  readonly selected: { readonly step: number; readonly part: number };
  /** Steps that are folded otherwise than by default. */
  readonly toggled: readonly number[];
  readonly foldedRuns: readonly number[];
}
