/** Which rules speak for a description that stands alone. */
import assert from 'node:assert/strict';
import { analyse } from '../../../server/engine/analysis/analyse';

const key = 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:6NAmRJ6OzquyFmCtPJyJur77uhMpJwRkNb/jHcPd|2^31';

function judged(...lines: readonly string[]): readonly (string | undefined)[] {
  const { trace } = analyse([...lines, ''].join('\r\n'));
  const [call] = trace.calls;
  return [call?.profile.name, call?.bodies[0]?.side];
}

describe('descriptions', () => {
  it("are Direct Routing's where they are ICE Lite with SDES", () => {
    assert.deepEqual(judged('v=0', 'a=ice-lite', 'm=audio 4000 RTP/SAVP 0', key), ['teams-bypass', 'sbc']);
  });

  it("are Direct Routing's in the dialect of Microsoft's page, whoever wrote them", () => {
    const teams = ['teams-bypass', 'unknown'];
    assert.deepEqual(judged('m=audio 4000 UDP/TLS/RTP/SAVP 0 8', key), teams);
    assert.deepEqual(judged('m=audio 4000 RTP/SAVP 0 76 77 101', key), teams);
    assert.deepEqual(judged('m=audio 4000 RTP/SAVP 111 103 9 0 8 106 13 110 112 113 126', key), teams);
    assert.deepEqual(judged('v=0', 'm=audio 4000 UDP/TLS/RTP/SAVP 0', key), ['teams-nonbypass', 'unknown']);
  });

  it("are nobody's where anybody may have written them", () => {
    const rfc = ['rfc', 'unknown'];
    assert.deepEqual(judged('m=audio 4000 RTP/SAVP 0 8 101', key), rfc);
    assert.deepEqual(judged('m=audio 4000 UDP/TLS/RTP/SAVPF 111 110 112 113 126'), rfc);
    assert.deepEqual(judged('m=audio 4000 RTP/SAVP 76 77', 'a=rtpmap:76 G726/8000', key), rfc);
  });
});
