import assert from 'node:assert/strict';
import fc from 'fast-check';
import { candidateOf, type Candidate } from '../../../server/engine/sdp/candidate';
import { encloses, type Token } from '../../../server/engine/basics/span';
import { attributeLine, seen, textAt } from './reading';

describe('candidateOf', () => {
  it('reads every field with its place', () => {
    const text =
      'a=candidate:F0+/ 2 udp 1694497791 198.51.100.7 50005 typ srflx raddr 10.0.0.5 rport 50004 MTURNID 1 generation 0';
    const candidate = candidateOf(attributeLine(text));
    assert.equal(candidate.valid, true);
    assert.deepEqual(candidate.foundation, { start: 12, end: 16, text: 'F0+/' });
    assert.deepEqual(candidate.component, { start: 17, end: 18, text: '2' });
    assert.equal(candidate.componentValue, 2);
    assert.deepEqual(candidate.transport, { start: 19, end: 22, text: 'udp' });
    assert.deepEqual(candidate.priority, { start: 23, end: 33, text: '1694497791' });
    assert.equal(candidate.priorityValue, 1694497791);
    assert.deepEqual(candidate.address, { start: 34, end: 46, text: '198.51.100.7' });
    assert.deepEqual(candidate.port, { start: 47, end: 52, text: '50005' });
    assert.equal(candidate.portValue, 50005);
    assert.deepEqual(candidate.type, { start: 57, end: 62, text: 'srflx' });
    assert.deepEqual(candidate.raddr, { start: 69, end: 77, text: '10.0.0.5' });
    assert.deepEqual(candidate.rport, { start: 84, end: 89, text: '50004' });
    assert.equal(candidate.rportValue, 50004);
    assert.deepEqual(
      candidate.extensions.map((extension) => [
        extension.name.text,
        extension.value.text,
        textAt(text, extension),
      ]),
      [
        ['MTURNID', '1', 'MTURNID 1'],
        ['generation', '0', 'generation 0'],
      ],
    );
    assert.equal(candidate.oddExtension, null);
  });

  for (const value of [
    '1 1 UDP 2130706431 198.51.100.10 54056 typ host',
    '1 1 UDP 2130706431 198.51.100.10 54056 typ host ',
    '2 1 tcp-act 2121006078 10.161.224.204 50000 typ host',
    '1 1 UDP 2130706431 2001:db8::1 54056 TYP host',
    '1 0 UDP 4294967295 sbc.contoso.com 0 typ somethingnew',
    '1 1 udp 1 192.0.2.1 1 typ srflx generation 0 raddr 10.0.0.5 rport 5',
  ]) {
    it(`takes "${value}" for valid`, () => {
      assert.deepEqual(candidateOf(attributeLine(`a=candidate:${value}`)).problems, []);
    });
  }

  it('finds raddr behind extensions', () => {
    const line = attributeLine(
      'a=candidate:1 1 udp 1 192.0.2.1 1 typ srflx generation 0 raddr 10.0.0.5 rport 5',
    );
    assert.equal(candidateOf(line).raddr?.text, '10.0.0.5');
    assert.equal(candidateOf(line).extensions.length, 1);
  });

  const broken: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
    ['1 1 UDP 198.51.100.10 54056 typ host', [['priority', '']]],
    ['1 1 UDP 2130706431 198.51.100.10 54056', [['type', '']]],
    ['1 1 UDP 2130706431 198.51.100.10 54056 host', [['type', 'host']]],
    ['1 1 UDP 2130706431 198.51.100.10 54056 typ', [['type', 'typ']]],
    ['1 1 UDP 2130706431 198.51.100.10 typ host', [['structure', '']]],
    ['1 1 UDP 2130706431 198.51.100.10 54056 x typ host', [['structure', 'x']]],
    ['a_b 1 UDP 2130706431 198.51.100.10 54056 typ host', [['foundation', 'a_b']]],
    ['1 x UDP 2130706431 198.51.100.10 54056 typ host', [['component', 'x']]],
    ['1 1 U,P 2130706431 198.51.100.10 54056 typ host', [['transport', 'U,P']]],
    ['1 1 UDP 21307064310 198.51.100.10 54056 typ host', [['priority', '21307064310']]],
    ['1 1 UDP 2130706431 198.51.100.10 65536 typ host', [['port', '65536']]],
    ['1 1 UDP 2130706431 198.51.100.10 54056 typ srflx raddr 10.0.0.5 rport x', [['rport', 'x']]],
    ['1 1 UDP 2130706431 198.51.100.10 54056 typ host generation', [['extension', 'generation']]],
    ['1 1 UDP 2130706431 198.51.100.10 54056 typ srflx raddr', [['raddr', 'raddr']]],
    ['1 1 UDP  2130706431 198.51.100.10 54056\ttyp host', [['spacing', '  '], ['spacing', '\t']]], // prettier-ignore
    [' 1 1 UDP 2130706431 198.51.100.10 54056 typ host', [['spacing', ' ']]],
    ['', [['structure', 'a=candidate:']]],
  ];
  for (const [value, problems] of broken) {
    it(`tells what is wrong with "${value}"`, () => {
      const text = `a=candidate:${value}`;
      const candidate = candidateOf(attributeLine(text));
      assert.equal(candidate.valid, false);
      assert.deepEqual(seen(text, candidate.problems), problems);
    });
  }

  it('reads on where the priority is missing', () => {
    const line = attributeLine('a=candidate:1 1 UDP 198.51.100.10 54056 typ host');
    const candidate = candidateOf(line);
    assert.deepEqual(candidate.priority, { start: 20, end: 20, text: '' });
    assert.equal(candidate.priorityValue, null);
    assert.equal(candidate.address.text, '198.51.100.10');
    assert.equal(candidate.portValue, 54056);
    assert.equal(candidate.type.text, 'host');
  });

  it('keeps the odd word', () => {
    const line = attributeLine('a=candidate:1 1 UDP 1 192.0.2.1 1 typ host generation 0 network-id');
    assert.equal(candidateOf(line).oddExtension?.text, 'network-id');
    assert.equal(candidateOf(line).extensions.length, 1);
  });

  it('reads a line without colon as an empty candidate', () => {
    const candidate = candidateOf(attributeLine('a=candidate'));
    assert.equal(candidate.foundation.text, '');
    assert.equal(candidate.valid, false);
  });

  it('never throws, and keeps every field within the line', () => {
    const word = fc.constantFrom(
      '1',
      'UDP',
      'typ',
      'host',
      'raddr',
      'rport',
      '10.0.0.5',
      '99999999999',
      '\0',
      'é',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(word, fc.constantFrom(' ', '  ', '\t')), { maxLength: 16 }), (words) => {
        const text = `a=candidate:${words.flat().join('')}`;
        const candidate = candidateOf(attributeLine(text));
        for (const token of tokensOf(candidate)) {
          assert.equal(textAt(text, token), token.text);
          assert.ok(encloses(candidate.line, token));
        }
        for (const problem of candidate.problems) assert.ok(encloses(candidate.line, problem));
        assert.equal(candidate.valid, candidate.problems.length === 0);
      }),
    );
  });
});

function tokensOf(candidate: Candidate): readonly Token[] {
  const { foundation, component, transport, priority, address, port, type, raddr, rport } = candidate;
  const extensions = candidate.extensions.flatMap(({ name, value }) => [name, value]);
  const tokens = [foundation, component, transport, priority, address, port, type, raddr, rport];
  return [...tokens, candidate.oddExtension, ...extensions].filter((token) => token !== null);
}
