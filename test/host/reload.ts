import { extension } from './editor.ts';
import { assertReview, isReview, shown } from './running.ts';

/** The window is a new one; what was open in it is to be there again. */
export function afterReload(): void {
  it('has the panel, and the run in it, after a reload of the window', async () => {
    await extension();
    assertReview(await shown('the run from before', isReview));
  });
}
