/** The configuration file of a document in a browser, where the client tells what stands in the workspace. */
import assert from 'node:assert/strict';
import { ConfigDisk, configuredFor } from '../../server/lsp/config-file';
import { defaultSettings } from '../../server/settings';

const rc = (rule: string): string => JSON.stringify({ rules: { [rule]: 'off' } });

describe('configuration files without a disk', () => {
  const disk = new ConfigDisk({ fileAt: () => null });
  const rulesFor = (uri: string): readonly string[] =>
    Object.keys(configuredFor(uri, defaultSettings, disk, (line) => assert.fail(line)).rules);

  it('are found upward from the document, the nearest first', () => {
    assert.deepEqual(rulesFor('vscode-vfs://github/contoso/traces/call.txt'), []);
    disk.take({
      files: [
        { uri: 'vscode-vfs://github/contoso/.siptracerc.json', text: rc('sdp-ptime-invalid') },
        { uri: 'vscode-vfs://github/contoso/traces/deep/.siptracerc.json', text: rc('oa-ptime') },
      ],
    });
    assert.deepEqual(rulesFor('vscode-vfs://github/contoso/traces/call.txt'), ['sdp-ptime-invalid']);
    assert.deepEqual(rulesFor('vscode-vfs://github/contoso/traces/deep/call.txt'), ['oa-ptime']);
    assert.deepEqual(rulesFor('vscode-vfs://github/other/call.txt'), []);
    assert.deepEqual(rulesFor('untitled:Untitled-1'), []);
  });

  it('count no more once the client tells others', () => {
    assert.equal(disk.take({ files: [] }), true);
    assert.equal(disk.take({ files: [] }), false);
    assert.deepEqual(rulesFor('vscode-vfs://github/contoso/traces/deep/call.txt'), []);
  });
});
