/**
 * Skips a test, or in a hook all tests of its suite, and says why behind the title: scripts/test.mjs tells in one line
 * how many tests were skipped for a reason.
 */
export function skipFor(reason: string, context: Mocha.Context): never {
  const runnable = context.test;
  // A hook itself is never told of: its suite is.
  const isHook = runnable !== undefined && 'type' in runnable && runnable.type === 'hook';
  const told = isHook ? runnable.parent : runnable;
  const words = skippedFor(reason);
  if (told !== undefined && !told.title.endsWith(words)) told.title += words;
  return context.skip();
}

/** What stands behind the title of a test that is skipped. */
export function skippedFor(reason: string): string {
  return ` (skipped: ${reason})`;
}
