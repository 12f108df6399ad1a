// Runs suites with mocha inside an extension host. `scripts/integration.mjs` bundles it with the suites for each host.
import 'mocha/mocha.js'; // the browser's build runs in Node and in a web worker alike; it defines `Mocha`

/** Loads and runs the suites, and prints how they went where the script that opened VS Code listens. */
export async function runSuites(load: () => void): Promise<void> {
  // On a busy machine VS Code loses a change of language or a click now and then, however long one waits for it.
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', color: false, timeout: 600_000, retries: 2 });
  Mocha.reporters.Base.consoleLog = (format: unknown = '', ...args: unknown[]) => {
    console.log(`[mocha] ${String(format)}`, ...args);
  };
  mocha.suite.emit('pre-require', globalThis, 'suites', mocha); // defines `describe` and `it`
  load();
  const skipped: string[] = [];
  const failed = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on('pending', (test) => skipped.push(test.fullTitle()));
    runner.on('end', () => {
      const { passes = 0, failures = 0 } = runner.stats ?? {};
      console.log(`[mocha:end] ${JSON.stringify({ passed: passes, failed: failures, skipped })}`);
    });
  });
  if (failed > 0) throw new Error(`${failed} test(s) failed`);
}
