import fs from 'node:fs';
import { assertSameInBatches } from './test/support/clustered';
import { mergedCapture } from './test/support/merged-capture';
import { filesBelow } from './test/support/shared';
for (const folder of process.argv.slice(2)) {
  const files = filesBelow('/tmp/wt/shared/' + folder).filter((f) => fs.statSync(f).size < 5_000_000);
  let n = 0;
  const t = (name: string, b: Uint8Array) => { try { if (assertSameInBatches(name, b) !== null) n++; } catch (e) { console.log('FAIL', name, String((e as Error).message).slice(0, 1500)); } };
  for (const f of files) t(f, new Uint8Array(fs.readFileSync(f)));
  console.log(folder, n, 'alone');
  const small = files.filter((f) => fs.statSync(f).size < 300_000);
  for (let place = 0; place < small.length; place += 25) for (const apart of [0, 7]) {
    const m = mergedCapture(small.slice(place, place + 25), apart);
    if (m !== null) t(`${folder} from ${place} on, ${apart} s apart`, m);
  }
  console.log(folder, n, 'in all');
}
