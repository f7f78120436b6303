/** A reporter for `node --test` that counts tests (not suites) and writes the numbers as JSON at the end. */
export default async function* countReporter(source) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details?.type === 'suite' || data.details?.error?.failureType === 'subtestsFailed') continue;
    // A file that holds no test is reported as one; only its failure counts.
    if (type === 'test:pass' && data.nesting === 0 && data.name.endsWith('.test.mjs')) continue;
    if (data.skip !== undefined || data.todo !== undefined) counts.skipped++;
    else if (type === 'test:pass') counts.passed++;
    else counts.failed++;
  }
  yield JSON.stringify(counts);
}
