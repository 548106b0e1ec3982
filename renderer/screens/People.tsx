import { Button } from 'react-aria-components';
import type { IncidentView } from '../../src/contract/views';
import { maskPhone, ROLES } from '../format/words';
import { useClient, useLink } from '../link/herald';
import { useMay } from '../link/may';
import { useAsk } from '../parts/Ask';
import { Phone } from '../parts/Phone';
import { At } from '../parts/Time';
import { address } from '../route';

/** Who may be texted about an incident, and who is on it. */
export function People({ incident }: { readonly incident: IncidentView }) {
  const client = useClient();
  const ask = useAsk();
  const may = useMay();
  const lost = useLink().state === 'lost';
  const suppress = (number: string) =>
    ask({
      title: `Never text ${maskPhone(number)}`,
      body: <p>No text goes to this number about any incident, until a supervisor lifts it. What waits for it is cancelled.</p>,
      confirm: 'Never text this number',
      reasons: ['Not safe to text', 'Wrong number', 'They asked for it'],
      run: (reason) => client.commands.suppressNumber({ number, incidentId: incident.id, reason }),
    });
  return (
    <>
      <section className="panel" aria-label="People">
        <h2>People</h2>
        {incident.contacts.length === 0 && <p className="muted">CAD named nobody.</p>}
        <ul className="plain">
          {incident.contacts.map((contact, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: contacts have no id, and their order is CAD’s
            <li key={index} className="person">
              <span className="strong">{ROLES[contact.role]}</span>
              {contact.phone === null ? (
                <span className="muted">{contact.problem ?? 'No number'}</span>
              ) : (
                <>
                  <Phone
                    phone={contact.phone}
                    of={ROLES[contact.role].toLowerCase()}
                    whose={{ incidentId: incident.id, role: contact.role }}
                  />
                  {contact.suppressed === null ? (
                    <Button className="button small" isDisabled={lost} onPress={() => suppress(contact.phone ?? '')}>
                      Never text
                    </Button>
                  ) : (
                    <span className="strong">{contact.suppressed}</span>
                  )}
                  {may('numbers.check') && (
                    <a href={address('numbers', maskPhone(contact.phone), { incident: String(incident.id) })}>
                      What is known of it
                    </a>
                  )}
                </>
              )}
              {contact.language !== null && <span className="muted">{contact.language}</span>}
            </li>
          ))}
        </ul>
      </section>
      <section className="panel" aria-label="Units">
        <h2>Units</h2>
        {incident.unitList.length === 0 && <p className="muted">No unit was assigned.</p>}
        <table>
          <tbody>
            {incident.unitList.map((unit) => (
              <tr key={`${unit.agency ?? ''} ${unit.unit}`}>
                <td className="strong">{unit.unit}</td>
                <td className="muted">{unit.primary ? 'primary' : ''}</td>
                <td>{whereabouts(unit)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function whereabouts(unit: IncidentView['unitList'][number]) {
  const steps = [
    ['Left before arriving', unit.leftAt],
    ['Cleared', unit.clearedAt],
    ['Arrived', unit.arrivedAt],
    ['En route', unit.enRouteAt],
    ['Dispatched', unit.dispatchedAt],
    ['Assigned', unit.assignedAt],
  ] as const;
  const last = steps.find(([, at]) => at !== null);
  if (last === undefined || last[1] === null) return 'Assigned';
  return (
    <>
      {last[0]} <At at={last[1]} />
    </>
  );
}
