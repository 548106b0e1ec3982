import { Notification } from 'electron';
import type { Glance } from '../src/contract/glance';
import { noticeFor } from './glanceWords';

/** Tells of each urgent alarm once while it lasts; of nothing else, so that a notification always means something. */
export class AlarmNotices {
  readonly #onClick: () => void;
  #told = new Set<string>();
  /** A notification nobody holds is taken away by the garbage collector, and with it what a click on it does. */
  readonly #shown = new Set<Notification>();

  constructor(onClick: () => void) {
    this.#onClick = onClick;
  }

  heard({ alarms }: Glance): void {
    const now = new Set(alarms.filter(({ urgent }) => urgent).map(({ code, since }) => `${code} ${since}`));
    const codes = new Set([...now].filter((alarm) => !this.#told.has(alarm)).map((alarm) => alarm.split(' ')[0] ?? ''));
    this.#told = now;
    for (const code of codes) this.say(noticeFor(code));
  }

  say(body: string): void {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title: 'Herald', body, urgency: 'critical' });
    this.#shown.add(notification);
    notification.on('click', this.#onClick);
    notification.on('close', () => this.#shown.delete(notification));
    notification.show();
  }
}
