import type { KillTotals } from './kills';
import type { SeedTotals } from './runs';

/** What kills came to, in one line. */
export function killTotals(all: KillTotals): string {
  const share = ((100 * all.needPerson) / Math.max(1, all.texts)).toFixed(2);
  return (
    `kills ${all.kills}, ${all.whileSending} of them with ${all.leftSending} texts just being sent: ${all.texts} texts due, ` +
    `${all.atCarrier} at the carrier, ${all.lost} lost, ${all.twice} twice, ${all.needPerson} need a person (${share} %), ` +
    `${all.reconciled} settled by the carrier's list, ${all.otherwiseEnded} ended otherwise`
  );
}

/** What seeds of the simulation came to, in one line. */
export function seedTotals(first: number, all: SeedTotals): string {
  const byStage = Object.entries(all.left).map(([stage, times]) => `${times} ${stage}`);
  return (
    `seeds ${all.seeds} from ${first}: ${all.violations} violations; ${all.frames} lines confirmed, ${all.owed} stages certainly due, ` +
    `${all.posts} texts posted ` +
    `(${byStage.join(', ')}), ${all.taken} taken by the carrier, ${all.crashes} crashes, ${all.needPerson} left to a person`
  );
}
