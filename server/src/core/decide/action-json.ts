import type { Action } from './action.ts';

/** Reads `{"read":"src/a.ts"}` and its kin. Says what is wrong instead of throwing. */
export function readAction(json: unknown): { readonly action: Action } | { readonly problem: string } {
  throw new Error(`stub ${String(json)}`);
}

/** The form that `readAction` takes. */
export function actionToJson(action: Action): Record<string, unknown> {
  throw new Error(`stub ${action.value}`);
}

/** One line for people: `run git push`, `call github/create_review {"owner":"acme"}`. */
export function actionToWords(action: Action): string {
  throw new Error(`stub ${action.value}`);
}
