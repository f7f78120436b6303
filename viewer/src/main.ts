import './viewer.css';
import type { HostMessage, PageMessage, PageState } from '../../server/src/protocol/viewer.ts';
import { startPage } from './page.ts';

/** What a webview gives its page, and a test's page in its place. */
declare function acquireVsCodeApi(): {
  postMessage(message: PageMessage): void;
  getState(): unknown;
  setState(state: PageState): void;
};

const api = acquireVsCodeApi();
const kept = api.getState() as PageState | undefined;
const receive = startPage(document.body, kept?.version === 1 ? kept : undefined, {
  post: (message) => api.postMessage(message),
  keep: (state) => api.setState(state),
});
window.addEventListener('message', (event: MessageEvent<HostMessage>) => receive(event.data));
api.postMessage({ type: 'ready' });
