import { COLUMN_FIELDS, hasValue } from '../model/filter.ts';
import type { State } from '../model/state.ts';
import { el, icon, setAttributes } from './dom.ts';
import { count } from './header.ts';

export interface ToolbarActions {
  filter(text: string): void;
  toggle(field: string, value: string): void;
  rerun(): void;
  save(): void;
  copy(): void;
  /** A key in the filter box that belongs to the list. */
  leave(): void;
}

/** The filter box and the buttons. Made once, since a box that is made anew loses what a person is typing. */
export function toolbar(actions: ToolbarActions): {
  readonly element: HTMLElement;
  update(state: State): void;
  focus(): void;
} {
  const input = el('input', {
    type: 'text',
    class: 'filter',
    spellcheck: 'false',
    autocomplete: 'off',
    placeholder: 'decision:deny  tool:  path:  rule:  expect:failed  text',
    'aria-label': 'Filter steps',
    'aria-describedby': 'filter-count',
  });
  input.addEventListener('input', () => actions.filter(input.value));
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      actions.filter('');
      actions.leave();
    } else if (event.key === 'Enter' || event.key === 'ArrowDown') actions.leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  const quick = (field: string, value: string, ...children: (Node | string)[]) => {
    const button = el('button', { type: 'button', class: 'quick', 'aria-pressed': 'false' }, ...children);
    button.addEventListener('click', () => actions.toggle(field, value));
    return button;
  };
  const button = (label: string, run: () => void, title: string) => {
    const made = el('button', { type: 'button', title }, label);
    made.addEventListener('click', run);
    return made;
  };
  const denied = quick('decision', 'deny', icon('deny'), 'Denied');
  const asked = quick('decision', 'ask', icon('ask'), 'Asked');
  const changed = quick('changed', 'yes', 'Changed since last run');
  const rerun = button('Re-run', actions.rerun, 'Run again with the manifests as they are now (r)');
  const save = button('Save trace…', actions.save, 'Save as OTLP/JSON');
  const copy = button(
    'Copy as JSON Lines',
    actions.copy,
    'Copy the listed steps, one action a line, as bailiwick decide takes them',
  );
  const status = el('p', { id: 'filter-count', class: 'count', role: 'status', 'aria-live': 'polite' });
  const element = el(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': 'Filter and actions' },
    input,
    denied,
    asked,
    changed,
    status,
    el('span', { class: 'gap' }),
    rerun,
    save,
    copy,
  );
  return {
    element,
    focus() {
      input.focus();
      input.select();
    },
    update(state) {
      if (input.value !== state.filter) input.value = state.filter;
      const pressed = (made: HTMLElement, field: string, value: string) =>
        setAttributes(made, { 'aria-pressed': String(hasValue(state.filter, field, value)) });
      pressed(denied, 'decision', 'deny');
      pressed(asked, 'decision', 'ask');
      pressed(changed, 'changed', 'yes');
      const changes = state.table?.changes.size ?? 0;
      changed.hidden = !state.compared && !hasValue(state.filter, 'changed', 'yes');
      changed.textContent = `Changed since last run (${count(changes)})`;
      rerun.hidden = !state.view?.canRerun;
      save.hidden = !state.view?.canSave;
      copy.hidden = state.table === undefined;
      const text = countWords(state);
      // Said again only when it has changed: a live region speaks on every write.
      if (status.textContent !== text) status.textContent = text;
    },
  };
}

function countWords(state: State): string {
  if (state.table === undefined || state.filter.trim() === '') return '';
  const fields = state.unknownFields.length;
  const hint = fields > 0 ? ` · no field is called ${state.unknownFields[0]}` : '';
  const empty = /^([a-z]+):$/i.exec(state.filter.trim().split(/\s+/).at(-1) ?? '')?.[1]?.toLowerCase();
  const values = empty !== undefined && empty in COLUMN_FIELDS ? ` · ${COLUMN_FIELDS[empty]!.join(', ')}` : '';
  return `${count(state.matches.length)} of ${count(state.table.columns.count)} steps${hint}${values}`;
}
