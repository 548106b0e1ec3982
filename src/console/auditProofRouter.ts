import { implement } from '@orpc/server';
import { contract } from '../contract/contract';
import type { AuditProof } from './auditProof';
import type { ConsoleContext } from './gate';

/** What `audit` has beside its list. Undefined `proof`: an appliance without a store, as tests of other things have it. */
export function auditProofRouter(proof: AuditProof | undefined) {
  const os = implement(contract.audit).$context<ConsoleContext>();
  const need = (): AuditProof => {
    if (proof === undefined) throw new Error('There is no audit here');
    return proof;
  };
  return {
    verify: os.verify.handler(() => need().verify()),
    verification: os.verification.handler(() => need().verification()),
    export: os.export.handler(({ input }) => need().exportPage(input)),
    review: os.review.handler(({ input }) => need().review(input.week)),
    signReview: os.signReview.handler(async ({ input, context }) => {
      await need().signReview(context.caller.identity, input);
      return { done: true as const };
    }),
  };
}
