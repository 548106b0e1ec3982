import type { ComponentType } from 'react';
import type { ScreenProps } from '../../frame/screen';
import { useMay } from '../../link/may';
import { PageHead } from '../../parts/PageHead';
import { address } from '../../route';
import { AuditCheck } from './audit/AuditCheck';
import { AuditEntries } from './audit/AuditEntries';
import { AuditExport } from './audit/AuditExport';
import { AuditReview } from './audit/AuditReview';

interface Part {
  readonly id: string;
  readonly name: string;
  readonly needs: string;
  readonly Part: ComponentType<{ readonly query: URLSearchParams }>;
}

const PARTS: readonly Part[] = [
  { id: 'review', name: 'Weekly review', needs: 'audit.review', Part: AuditReview },
  { id: 'check', name: 'Is it whole?', needs: 'audit.verification', Part: AuditCheck },
  { id: 'export', name: 'Export', needs: 'audit.export', Part: AuditExport },
];

/** Who did what; what that record is worth; and the week to be looked through. */
export function Screen({ subject, query }: ScreenProps) {
  const may = useMay();
  const part = PARTS.find(({ id, needs }) => id === subject && may(needs));
  const head = (
    <PageHead title="Audit" intro="Who did what. Nothing here can be changed or removed without its being seen.">
      <nav className="sections" aria-label="Parts of the audit">
        <a className="button" href={address('audit')} {...(part === undefined ? { 'aria-current': 'page' as const } : {})}>
          Who did what
        </a>
        {PARTS.filter(({ needs }) => may(needs)).map(({ id, name }) => (
          <a
            key={id}
            className="button"
            href={address('audit', id)}
            {...(part?.id === id ? { 'aria-current': 'page' as const } : {})}
          >
            {name}
          </a>
        ))}
      </nav>
    </PageHead>
  );
  if (part === undefined) {
    return (
      <>
        {head}
        <AuditEntries query={query} />
      </>
    );
  }
  return (
    <div className="page">
      {head}
      <part.Part query={query} />
    </div>
  );
}
