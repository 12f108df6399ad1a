/** What `path` judges without a trace. */
import type { Arguments } from './arguments';

/** Whether a command line names something that is judged without a trace. */
export function isJudgedAlone({ command, routes, firewall, endpoints }: Arguments): boolean {
  return command === 'path' && (routes !== null || firewall !== null || endpoints !== null);
}
