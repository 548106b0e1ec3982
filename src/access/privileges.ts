import type { AccountRole } from '../store/accounts';

/** `host` is the token of the ready line, training mode, and an appliance that is not configured yet. */
export type CallerRole = AccountRole | 'host';
export const ROLES: readonly AccountRole[] = ['dispatcher', 'supervisor', 'administrator'];

/** Who may use a procedure. `host` always may. */
export interface Privilege {
  /** `anyone`: also who has no session; `session`: whoever has one, whatever it needs first. */
  readonly roles: readonly AccountRole[] | 'anyone' | 'session';
  /** The password was given within the last five minutes. */
  readonly sensitive?: true;
  /** Whole numbers are shown: the agency's own, or the one asked for on record. Everywhere else they are masked. */
  readonly wholeNumbers?: true;
  /** Its use is put on record here; what changes anything does that itself. */
  readonly onRecord?: true;
}

const everybody: Privilege = { roles: ROLES };
/** People who decide about texts. */
const desk: Privilege = { roles: ['dispatcher', 'supervisor'] };
const supervisor: Privilege = { roles: ['supervisor'] };
const sensitiveSupervisor: Privilege = { roles: ['supervisor'], sensitive: true };
/** People who keep the machine: they see what it does and may stop it, and decide about no text. */
const administrator: Privilege = { roles: ['administrator'] };
const sensitiveAdministrator: Privilege = { roles: ['administrator'], sensitive: true };
const leads: Privilege = { roles: ['supervisor', 'administrator'] };
const sensitiveLeads: Privilege = { roles: ['supervisor', 'administrator'], sensitive: true };
const anyone: Privilege = { roles: 'anyone' };
const session: Privilege = { roles: 'session' };
const shown = (privilege: Privilege): Privilege => ({ ...privilege, wholeNumbers: true });
const recorded = (privilege: Privilege): Privilege => ({ ...privilege, onRecord: true });

/** Least privilege: every procedure of the contract, and who may use it. What is not here only `host` may. */
export const PRIVILEGES: Readonly<Record<string, Privilege>> = {
  status: everybody,
  agency: shown(everybody),
  changes: everybody,
  'incidents.list': everybody,
  'incidents.get': everybody,
  'incidents.byId': everybody,
  'why.incident': everybody,
  'board.list': everybody,
  'outbox.list': everybody,
  'frames.list': everybody,
  'feeds.tap': leads,
  'feeds.layout': leads,
  'feeds.tryLayout': leads,
  'measures.report': leads,
  'measures.csv': leads,
  'measures.behind': leads,

  // Whoever sees that something is wrong may stop it; letting it go again is for who decides about texts.
  'commands.stopAll': everybody,
  'commands.resume': supervisor,
  'commands.suppressNumber': desk,
  'commands.suppressIncident': desk,
  'commands.liftSuppression': supervisor,
  'commands.unsuppressIncident': sensitiveSupervisor,
  'commands.liftExclusion': sensitiveSupervisor,
  'commands.hold': desk,
  'commands.unhold': desk,
  'commands.release': desk,
  'commands.cancelMessage': desk,
  'commands.resend': desk,
  'commands.settle': desk,
  'commands.sendByHand': desk,
  'commands.sendCorrection': supervisor,
  'commands.replayFrame': supervisor,
  'commands.startTraining': administrator,
  'byHand.choices': desk,
  'corrections.preview': supervisor,

  'alarms.list': everybody,
  'alarms.acknowledge': everybody,
  // An urgent one is for supervisors: that is asked where it is shelved.
  'alarms.shelve': everybody,
  'alarms.unshelve': everybody,

  'optOut.inbound.list': desk,
  'optOut.inbound.resolve': desk,
  'optOut.suppressions': desk,
  'optOut.record': desk,
  'optOut.resubscribe': supervisor,
  'optOut.liftUnreachable': supervisor,
  'optOut.liftPerson': supervisor,
  'optOut.lift': supervisor,
  'optOut.putBack': supervisor,
  'numbers.check': desk,
  'templates.check': supervisor,
  // The agency's own numbers; never one of a caller.
  'templates.onCalls': shown(supervisor),
  'templates.sendToPhone': sensitiveSupervisor,
  'templates.phoneReceipt': supervisor,

  'policy.current': shown(everybody),
  'policy.versions': leads,
  'policy.version': shown(leads),
  'policy.draft': shown(supervisor),
  'policy.compare': shown(leads),
  'policy.saveDraft': supervisor,
  'policy.discardDraft': supervisor,
  'policy.restore': supervisor,
  'policy.propose': supervisor,
  'policy.approve': sensitiveSupervisor,
  'policy.reject': supervisor,
  'policy.putInForce': sensitiveSupervisor,
  'rehearsal.start': supervisor,
  'rehearsal.list': supervisor,
  'rehearsal.status': supervisor,
  'rehearsal.result': supervisor,
  'rehearsal.cancel': supervisor,

  'setup.state': everybody,
  'setup.profile': shown(leads),
  'setup.starter': shown(leads),
  'setup.check': leads,
  'setup.compare': leads,
  'setup.layouts': leads,
  'setup.serialPorts': administrator,
  'setup.tryFeed': administrator,
  'setup.trial': administrator,
  'setup.stopTrying': administrator,
  'setup.keep': sensitiveAdministrator,
  'setup.goLive': sensitiveLeads,
  'setup.watchOnly': leads,
  'carrierSettings.get': shown(administrator),
  'carrierSettings.set': sensitiveAdministrator,
  'carrierSettings.testSend': sensitiveAdministrator,
  'carrierSettings.testReceipt': administrator,
  'store.status': administrator,
  'store.retention': leads,
  'store.backups': administrator,
  'store.backupNow': administrator,
  'store.checkBackup': administrator,
  'store.verifyBackup': administrator,

  'audit.list': recorded(leads),
  'audit.names': leads,
  'audit.review': recorded(leads),
  'audit.signReview': leads,
  'audit.verify': recorded(leads),
  'audit.verification': leads,
  'audit.export': recorded(sensitiveAdministrator),

  'access.state': anyone,
  'access.firstAccount': anyone,
  'access.logOn': anyone,
  'access.resume': anyone,
  'access.logOff': session,
  'access.active': everybody,
  'access.lock': session,
  'access.reauthenticate': session,
  'access.changePassword': session,
  'access.enrolTotp': session,
  'access.confirmTotp': session,
  'access.accounts': administrator,
  'access.createAccount': sensitiveAdministrator,
  'access.setRole': sensitiveAdministrator,
  'access.disable': sensitiveAdministrator,
  'access.enable': sensitiveAdministrator,
  'access.unlock': sensitiveAdministrator,
  'access.resetPassword': sensitiveAdministrator,
  'access.resetTotp': sensitiveAdministrator,
  'access.settings': administrator,
  'access.saveSettings': sensitiveAdministrator,
  'access.reveal': shown(supervisor),
};

const HOST_ONLY: Privilege = { roles: [] };

export function privilegeOf(procedure: string): Privilege {
  return Object.hasOwn(PRIVILEGES, procedure) ? (PRIVILEGES[procedure] as Privilege) : HOST_ONLY;
}

/** Whether the table lets this role use it, whatever a session needs first. */
export function mayUse(role: CallerRole, procedure: string): boolean {
  const { roles } = privilegeOf(procedure);
  return role === 'host' || roles === 'anyone' || roles === 'session' || roles.includes(role);
}
