import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';

/** Thrown where an answer would be about a text that has changed since; the client asks again. */
export class Outdated extends Error {}

export interface Log {
  error(line: string): void;
  info(line: string): void;
}

/**
 * What stands around every handler: a request that was cancelled is answered so, an exception becomes one log line and
 * an empty answer, and the server lives on.
 */
export async function guarded<Result>(
  method: string,
  log: Log,
  empty: Result,
  token: CancellationToken,
  handle: () => Result | Promise<Result>,
): Promise<Result> {
  if (token.isCancellationRequested) throw cancelled();
  try {
    const result = await handle();
    if (token.isCancellationRequested) throw cancelled();
    return result;
  } catch (error) {
    if (error instanceof ResponseError) throw error;
    if (token.isCancellationRequested) throw cancelled();
    if (error instanceof Outdated) throw new ResponseError(LSPErrorCodes.ContentModified, 'The text has changed.');
    log.error(`${method}: ${describe(error)}`);
    return empty;
  }
}

/** The same for notifications, which have no answer. */
export function guardedNotification(method: string, log: Log, handle: () => void | Promise<void>): void {
  const failed = (error: unknown) => log.error(`${method}: ${describe(error)}`);
  try {
    Promise.resolve(handle()).catch(failed);
  } catch (error) {
    failed(error);
  }
}

export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error.stack ?? error.message).split('\n').slice(0, 4).join(' | ');
}

function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
}
