/** Traces that the panel's tests open beside the samples. */
import { client, sbcSdp, Scenario, teamsSdp } from '../engine/ice/scenario';

/** What a trace may hold that would run where it became markup. */
export const hostile = '<img src=x onerror=alert(1)>';

/** A call of which every name is hostile. */
export function hostileTrace(): string {
  const text = new Scenario('hostile')
    .invite('sbc', sbcSdp())
    .at(200)
    .respond(183, 'a', teamsSdp())
    .at(220)
    .exchange()
    .at(260)
    .exchange({ nominate: true })
    .at(3000)
    .respond(488, 'a')
    .at(3010)
    .ack('a')
    .text();
  return text
    .replaceAll('From: <sip:', `From: "${hostile}" <sip:`)
    .replaceAll('To: <sip:', `To: "${hostile}" <sip:`)
    .replaceAll('Call-ID: hostile', `Call-ID: ${hostile}`)
    .replaceAll('488 Not Acceptable Here', `488 ${hostile}`)
    .replaceAll('+12065550100', hostile.replaceAll(' ', '+'))
    .replaceAll('User-Agent: ExampleSBC/1.0', `User-Agent: ${hostile}`)
    .replaceAll('s=-', `s=${hostile}`);
}

/** A call that is checked again and again, and as often invited again: three rows of the ladder each time. */
export function longTrace(times: number): string {
  const scenario = new Scenario('long')
    .invite('sbc', sbcSdp())
    .at(200)
    .respond(183, 'a', teamsSdp())
    .at(220)
    .exchange({ nominate: true })
    .at(400)
    .respond(200, 'a', teamsSdp())
    .ack('a');
  for (let index = 0; index < times; index += 1) {
    const at = 500 + index * 40;
    scenario
      .at(at)
      .reinvite('sbc', 'a', '')
      .at(at + 10)
      .respond(200, 'a')
      .at(at + 20)
      .ack('a');
    scenario.at(at + 30).exchange({ from: { ...client, port: 50_000 + (index % 7) * 2 } });
  }
  return scenario
    .at(500 + times * 40)
    .bye('sbc', 'a')
    .text();
}
