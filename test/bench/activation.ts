/** How long the workbench waits for the extension when a trace is opened, as VS Code measures it itself. */
import { Workbench, until } from '../workbench/workbench';

/** Windows that are opened one after another. */
const rounds = 5;
const name = 'SIP Trace Inspector';
const trace = 'activation.siptrace';
const size = { width: 1400, height: 900 };

/** A row of the shortest, the median and the longest activation. */
export async function activation(): Promise<readonly (readonly string[])[]> {
  const workbench = await Workbench.open({ [trace]: 'OPTIONS sip:a@example.com SIP/2.0\r\n\r\n' }, size);
  try {
    const times: number[] = [];
    while (times.length < rounds) {
      await workbench.openFile(trace);
      times.push(await measured(workbench));
      await workbench.closeEverything();
      await workbench.reload();
    }
    times.sort((a, b) => a - b);
    const row = [times[0], times[times.length >> 1], times.at(-1)];
    return [[name, ...row.map((time) => `${time ?? NaN} ms`)]];
  } finally {
    await workbench.close();
  }
}

/** Milliseconds, of the extension's row in the list of those that run. */
async function measured(workbench: Workbench): Promise<number> {
  await workbench.run('Developer: Show Running Extensions');
  const row = workbench.page
    .locator('.runtime-extensions-editor .extension')
    .filter({ hasText: name })
    .first();
  return until('the time of activation', async () => {
    const text = await row.innerText().catch(() => '');
    const time = /Activation: (\d+)ms/.exec(text)?.[1];
    return time === undefined ? undefined : Number(time);
  });
}
