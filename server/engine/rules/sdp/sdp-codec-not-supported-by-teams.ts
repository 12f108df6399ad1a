import { isAudio, isRtp, usedStreams } from '../../sdp/query';
import { defineRule, teamsProfiles } from '../rule';
import { areAllKnown, carriesMedia, codecsOf, type Codec } from './codecs';

export const rule = defineRule({
  id: 'sdp-codec-not-supported-by-teams',
  title: 'The SBC offers no codec that Direct Routing takes',
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: ['Plan Direct Routing, "Media traffic: Codecs"'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    if (body.role !== 'offer') return;
    for (const media of usedStreams(body.sdp)) {
      if (!isAudio(media) || !isRtp(media)) continue;
      const codecs = codecsOf(media);
      const [first] = codecs;
      if (first === undefined || !areAllKnown(codecs) || codecs.some(isTaken)) continue;
      const names = codecs.filter(carriesMedia).map(({ name, clockRate }) => `${name}/${clockRate ?? ''}`);
      report({
        in: body,
        at: first.format,
        message:
          `The offer has ${names.length === 0 ? 'no codec for speech' : `${names.slice(0, 4).join(', ')} only`}. Microsoft documents ` +
          'SILK, PCMU, PCMA, G722 and G729 for Direct Routing, and no other. The SBC must offer one of them, PCMA or PCMU ' +
          'at best.',
      });
    }
  },
});

function isTaken({ name, clockRate }: Codec): boolean {
  return name === 'SILK' ? clockRate === 8000 || clockRate === 16000 : taken.has(name);
}

const taken: ReadonlySet<string> = new Set(['PCMU', 'PCMA', 'G722', 'G729']);
