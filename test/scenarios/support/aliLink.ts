import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aliFormat } from '../../../src/feed/formats/ali';
import { type AliLayout, aliLayoutSchema } from '../../../src/feed/formats/aliLayout';
import { formatByName } from '../../../src/feed/formats/formatByName';
import { Intake } from '../../../src/intake/intake';
import { silentLogger } from '../../../src/logger';
import type { Desk } from '../../support/desk';

const layout: AliLayout = aliLayoutSchema.parse(
  JSON.parse(readFileSync(join(__dirname, '..', '..', '..', 'resources', 'layouts', 'ali-callbk.json'), 'utf8')),
);

/** Gives a desk that has just been opened an ALI link beside its other feeds. */
export function addAliLink(desk: Desk): void {
  const { layouts } = desk.profile;
  desk.intake = new Intake({
    store: desk.store,
    formats: new Map([
      ['cad', formatByName('newworld-xml')],
      ['eido', formatByName('eido-json')],
      ['units', formatByName('delimited', layouts.events)],
      ['rms', formatByName('delimited', layouts.cases)],
      ['ali', aliFormat(layout)],
    ]),
    policy: () => desk.profile,
    mode: desk.mode,
    clock: desk.clock,
    logger: silentLogger,
    onCommitted: () => {},
  });
}

/** What ALI sends of a call from a line at home. */
export function landlineRecord(phone: string): string {
  return `2125\r(${phone.slice(0, 3)}) ${phone.slice(4)} RESD\r\r P#${phone}`;
}

/** What ALI sends of a call through a tower: the tower's own number, and the caller's where it is known. */
export function towerRecord(tower: string, callback: string | undefined): string {
  const back = callback === undefined ? '' : `CALLBK=(${callback.slice(0, 3)})${callback.slice(4)} `;
  return `2125\r(${tower.slice(0, 3)}) ${tower.slice(4)} WPH2\r\r P#${tower}\r\r\r${back}`;
}
