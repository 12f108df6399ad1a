import { defineRule, teamsProfiles } from '../rule';
import { capital } from '../../../../shared/words';
import type { Leg } from '../../path/model';
import { shownIn } from './paths';

export const rule = defineRule({
  id: 'net-flow-class',
  title: 'The way of the media, as a flow of "Microsoft Teams call flows"',
  severity: 'info',
  basis: 'teams',
  applies: 'network',
  source: ['Microsoft Teams call flows, "Call flows in various topologies"'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'path',
  statement: true,
  check({ path, report }) {
    const named = path.legs.filter(({ flow }) => flow !== null);
    const [first] = named;
    if (first === undefined) return;
    const names = path.client === null ? legNames : clientLegNames;
    const flows = named.map(({ leg, flow, alternatives, why }) => {
      const or = alternatives.length === 0 ? '' : ` or ${alternatives.join(' or ')}`;
      return `${names[leg]} flow ${flow ?? ''}${or} (${why})`;
    });
    const figures = [...new Set(named.flatMap((leg) => leg.figures))];
    const drawn = figures.length === 0 ? '' : `; figure ${figures.join(' or ')}`;
    report({
      evidence: path.evidence,
      in: shownIn(path, first),
      message: `${capital(flows.join('; '))}${drawn}.`,
    });
  },
});

const legNames: Readonly<Record<Leg['leg'], string>> = {
  sbc: 'the media of the SBC takes',
  client: 'that of the client takes',
  peer: 'media between the two takes',
};

const clientLegNames: Readonly<Record<Leg['leg'], string>> = {
  ...legNames,
  client: 'media of the client takes',
  peer: 'media of the client takes',
};
