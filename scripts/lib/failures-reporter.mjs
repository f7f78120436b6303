/** A reporter for `node --test` where nobody watches: prints only what failed, with its path, reason and stack. */
export default async function* failuresReporter(source) {
  for await (const { type, data } of source) {
    if (type === 'test:stdout' || type === 'test:stderr') yield data.message;
    if (type !== 'test:fail') continue;
    const error = data.details?.error;
    // A suite fails because a test in it does; that test has been printed already.
    if (data.details?.type === 'suite' && error?.failureType === 'subtestsFailed') continue;
    if (error?.failureType === 'subtestsFailed') continue;
    const cause = error?.cause ?? error;
    yield `\n✖ ${data.name}\n  ${String(cause?.stack ?? cause?.message ?? cause).replaceAll('\n', '\n  ')}\n`;
  }
}
