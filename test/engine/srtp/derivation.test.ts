/** Session keys against the vectors of the RFCs. */
import assert from 'node:assert/strict';
import { deriveKey, LABELS } from '../../../server/engine/srtp/derivation';
import { toHex } from '../../../server/engine/basics/bytes';
import { hex } from '../capture/build';

describe('SRTP session keys', () => {
  it('are those of RFC 3711 appendix B.3', () => {
    const key = hex('E1F97A0D3E018BE0D64FA32C06DE4139');
    const salt = hex('0EC675AD498AFEEBB6960B3AABE6');
    assert.equal(toHex(deriveKey(key, salt, LABELS.rtpEncryption, 16)), 'c61e7a93744f39ee10734afe3ff7a087');
    assert.equal(toHex(deriveKey(key, salt, LABELS.rtpSalt, 14)), '30cbbc08863d8c85d49db34a9ae1');
    assert.equal(
      toHex(deriveKey(key, salt, LABELS.rtpAuthentication, 20)),
      'cebe321f6ff7716b6fd4ab49af256a156d38baa4',
    );
  });

  it('are those of RFC 6188 §7.2 with 256 bits', () => {
    const key = hex('f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6');
    const salt = hex('3b04803de51ee7c96423ab5b78d2');
    assert.equal(
      toHex(deriveKey(key, salt, LABELS.rtpEncryption, 32)),
      '5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4',
    );
    assert.equal(toHex(deriveKey(key, salt, LABELS.rtpSalt, 14)), 'fa31791685ca444a9e07c6c64e93');
    assert.equal(
      toHex(deriveKey(key, salt, LABELS.rtpAuthentication, 20)),
      'fd9c32d39ed5fbb5a9dc96b30818454d1313dc05',
    );
  });
});
