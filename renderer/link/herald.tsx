import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import type { AgencyView, StatusView } from '../../src/contract/views';
import type { Client } from './connection';
import type { LinkState, LiveLink, Queries } from './liveLink';

interface Herald {
  readonly client: Client;
  readonly live: LiveLink;
}

const HeraldContext = createContext<Herald | undefined>(undefined);

/** Gives every part of the console its way to the appliance. */
export function HeraldProvider({ client, live, children }: Herald & { readonly children: ReactNode }) {
  return <HeraldContext value={{ client, live }}>{children}</HeraldContext>;
}

/** The appliance's procedures, to be called. */
export function useClient(): Client {
  return useHerald().client;
}

/** The appliance's procedures as query options. */
export function useQueries(): Queries {
  return useHerald().live.queries;
}

/** Whether what is on screen is current. */
export function useLink(): LinkState {
  const { live } = useHerald();
  return useSyncExternalStore(live.subscribe, live.snapshot);
}

/** The appliance's clock, for reading it at an event. */
export function useLive(): LiveLink {
  return useHerald().live;
}

/** Feeds, carrier, outbox counts and alarms; undefined before the first answer. */
export function useStatus(): StatusView | undefined {
  return useQuery(useQueries().status.queryOptions()).data;
}

/** Whose appliance this is; undefined before the first answer. */
export function useAgency(): AgencyView | undefined {
  return useQuery(useQueries().agency.queryOptions()).data;
}

const TimeZoneContext = createContext('UTC');

/** Asks for the agency once for all the times below it: a list has a hundred of them. */
export function TimeZoneProvider({ children }: { readonly children: ReactNode }) {
  return <TimeZoneContext value={useAgency()?.timeZone ?? 'UTC'}>{children}</TimeZoneContext>;
}

/** The agency's time zone, in which all times are shown; UTC before it is known. */
export function useTimeZone(): string {
  return useContext(TimeZoneContext);
}

function useHerald(): Herald {
  const herald = useContext(HeraldContext);
  if (herald === undefined) throw new Error('Not within HeraldProvider');
  return herald;
}
