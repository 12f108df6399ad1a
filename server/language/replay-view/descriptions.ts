/** The session descriptions of a call, with keys and passwords masked. */
import type { Body } from '../../engine/calls/call';
import { labelOf } from '../../engine/ice/negotiation';
import { maskSecrets } from '../../engine/sdp/secrets';
import { withoutControls } from '../../../shared/controls';
import type { DescriptionView } from '../../../shared/replay-view';
import { rangeIn } from '../view';
import { plain, type Scene } from './scene';

export function descriptionsOf(scene: Scene): readonly DescriptionView[] {
  const { call } = scene;
  return (call?.bodies ?? []).flatMap((body) => {
    const message = call?.messages[body.place]?.message;
    if (message === undefined) return [];
    const fork = forkOf(scene, body);
    const name = scene.forkName(fork);
    return [
      {
        title: plain(`${roleName[body.role]} in ${labelOf(message)}${name === '' ? '' : `, ${name}`}`),
        role: body.role,
        side: body.side,
        fork,
        text: textOf(body),
        range: rangeIn(scene.view, message, body.sdp),
      },
    ];
  });
}

const roleName: Readonly<Record<Body['role'], string>> = {
  offer: 'Offer',
  answer: 'Answer',
  unknown: 'Description',
};

function textOf({ content, sdp }: Body): string {
  return content
    .slice(sdp.start, sdp.end)
    .trim()
    .split(/\r\n|\r|\n/)
    .map((line) => withoutControls(maskSecrets(line)))
    .join('\n');
}

function forkOf({ replay }: Scene, { toTag }: Body): number | null {
  const fork = toTag === null ? -1 : replay.forks.findIndex((each) => each.toTag === toTag);
  return fork === -1 ? null : fork;
}
