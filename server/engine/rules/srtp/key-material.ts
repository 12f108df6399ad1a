/** What keys are, without ever saying them. */
import { decodeBase64 } from '../../sdp/base64';
import type { KeyParam } from '../../sdp/crypto';
import { isMasked } from './crypto-lines';

/** Of a published document, to tell an engineer where a copied key comes from. */
const samples: ReadonlyMap<string, string> = new Map(
  [
    {
      document: 'RFC 4568',
      keys: [
        'PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR',
        'd0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj',
        'NzB4d1BINUAvLEw6UzF3WSJ+PSdFcGdUJShpX1Zj',
        'WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz',
        'MTIzNDU2Nzg5QUJDREUwMTIzNDU2Nzg5QUJjZGVm',
        'QUJjZGVmMTIzNDU2Nzg5QUJDREUwMTIzNDU2Nzg5',
        'YUJDZGVmZ2hpSktMbW9QUXJzVHVWd3l6MTIzNDU2',
      ],
    },
    {
      document: "Microsoft's page on Direct Routing media protocols",
      keys: [
        'V/Lr6Lsvhad/crSB9kCQ28jrYDxR2Yfk5bXryH5V',
        'krXco0QRglwErMqtbMs2zSw29tBdmdgXpEYZhQmp',
        'fBc61ikv1kMy0sF85DblNqTzVAbFa7hJQ9GKb6Yj',
        'O1qT9tWbs/NwJVwhfrgF5tCrbNOxnVDqkIqTx4rz',
        'Hr4D2cgUu9+Uza5Igz/JkVx59DAxDbaxJg862ibQ',
        'JPEaIxHegfuv53ykBPZk8hV0GO8kTiiqRMfHimEE',
      ],
    },
  ].flatMap(({ document, keys }) => keys.map((key) => [key, document] as const)),
);

/** The document that prints this very key; null where none is known to. */
export function publishedIn(key: KeyParam): string | null {
  return samples.get(key.keySalt.text) ?? null;
}

/** Whether some document prints a key. */
export function isSampleKey(key: string): boolean {
  return samples.has(key);
}

/** Whether all octets of the key are the same, so that nobody drew it at random. */
export function isUniform(key: KeyParam): boolean {
  if (isMasked(key) || key.keyOctets === null || key.keyOctets < 2) return false;
  const octets = decodeBase64(key.keySalt.text);
  return octets !== null && octets.every((octet) => octet === octets[0]);
}

/** What equal keys have in common; null for what is no key. Padding makes no other key. */
export function identityOf(key: KeyParam): string | null {
  if (key.keyOctets === null || isMasked(key) || isUniform(key)) return null;
  return key.keySalt.text.replaceAll('=', '');
}
