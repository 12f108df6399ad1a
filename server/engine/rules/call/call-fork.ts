import { allProfiles, defineRule } from '../rule';
import { invitesOf, isProvisional, isSuccess, startOf } from './transactions';

export const rule = defineRule({
  id: 'call-fork',
  title: 'Several endpoints answer one INVITE',
  severity: 'info',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §12.1.2, §13.2.2.4', 'Direct Routing media protocols, "Converging for forking"'],
  profiles: allProfiles,
  fixable: false,
  scope: 'call',
  of: ({ isForked }) => isForked,
  check({ call, report }) {
    for (const { answers } of invitesOf(call)) {
      const tagged = answers.filter(
        (each) => (isProvisional(each) || isSuccess(each)) && each.facts.toTag !== '',
      );
      const [first] = tagged;
      const second = tagged.find(({ facts }) => facts.toTag !== first?.facts.toTag);
      if (first === undefined || second === undefined) continue;
      const count = new Set(tagged.map(({ facts }) => facts.toTag)).size;
      report({
        in: second.in,
        at: startOf(second),
        message:
          `${count} endpoints answer this INVITE, each under a To tag of its own: as many dialogs, each with its own ` +
          'description, keys and checks. The caller must keep all of them until one accepts, which may be under a tag that ' +
          'was not seen before.',
        related: [{ in: first.in, at: startOf(first), message: 'The first endpoint.' }],
      });
    }
  },
});
