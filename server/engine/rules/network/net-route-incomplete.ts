import type { RoutesJudgement } from '../../routes/judgement';
import { plural } from '../../../../shared/words';
import { defineRule, teamsProfiles } from '../rule';

export const rule = defineRule({
  id: 'net-route-incomplete',
  title: 'The export of routes ends too early',
  severity: 'info',
  basis: 'observed',
  applies: 'network',
  source: ['The longest prefix wins: RFC 1812 §5.2.4.3'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'network',
  check({ routes, report }) {
    if (routes === null || routes.cut === null) return;
    const { line, message } = routes.cut;
    report({ of: 'routes', line, message: `${message} ${restOf(routes)}` });
  },
});

function restOf({ of }: RoutesJudgement): string {
  if (of?.kind === 'table') {
    const read = plural(of.table.routes.length, 'route');
    return `${read} before it were read, but one that is missing may win over them: export the table again.`;
  }
  const first = of?.kind === 'trace' ? of.firstHop : null;
  if (first === null) return 'Trace the route again.';
  return `The first hop is ${first.name ?? first.address ?? 'without a name'}; where the path enters Microsoft's network is not known.`;
}
