import { randomBytes } from 'node:crypto';
import { detailProof } from './auditProofs';
import type { Personal } from './personal';

type Detail = Readonly<Record<string, unknown>>;

/** What is kept of a detail: the sealed column, and the proof that stays when its key is gone. */
export function sealDetail(personal: Personal, detail: Detail): { readonly stored: string; readonly proof: Uint8Array } {
  const $salt = randomBytes(12).toString('base64url');
  const proof = detailProof($salt, JSON.stringify(detail));
  return { stored: personal.sealText(JSON.stringify({ $salt, ...detail }), 'audit.detail'), proof };
}

/** Throws as `Personal.openText`. What was written before there were proofs has no salt. */
export function openDetail(
  personal: Personal,
  stored: string,
): { readonly detail: Record<string, unknown>; readonly proof: Uint8Array } {
  const { $salt, ...detail } = JSON.parse(personal.openText(stored, 'audit.detail')) as Record<string, unknown>;
  return { detail, proof: detailProof(String($salt ?? ''), JSON.stringify(detail)) };
}
