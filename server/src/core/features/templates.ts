import type { Instant } from '../decide/run-state.ts';
import { ROLE_TEMPLATES } from './template-texts.ts';

/** A file to begin with. */
export interface Template {
  readonly id: string;
  readonly kind: 'AgentRole' | 'ToolScope' | 'Scenario';
  readonly label: string;
  readonly description: string;
  /** A file name that fits. */
  readonly fileName: string;
  readonly text: string;
}

const DAY = 86_400_000;

/** The templates as of a day: what lapses in them does so a quarter later. */
export function templatesAt(now: Instant): readonly Template[] {
  const expires = new Date(now + 90 * DAY).toISOString().slice(0, 10);
  const began = `${new Date(now).toISOString().slice(0, 10)}T09:00:00Z`;
  return ROLE_TEMPLATES.map((each) => ({
    ...each,
    text: each.text.trimStart().replaceAll('{{expires}}', expires).replaceAll('{{at}}', began),
  }));
}
