import { NumberBox, Tick } from '../../../parts/Fields';
import type { PolicyEditing } from '../policy/usePolicyDraft';
import { ClockBox, changeRules, DurationBox, inForceHint, problemAt } from './ruleParts';

/** Quiet hours, caps and the breaker. */
export function Limits({ editing }: { readonly editing: PolicyEditing }) {
  const { quietHours, caps, breaker } = editing.draft.value.ruleset;
  const before = editing.inForce.body.ruleset;
  const whole = (number: number) => (Number.isNaN(number) ? 1 : number);
  const setCaps = (change: Partial<typeof caps>) => changeRules(editing, (rules) => ({ caps: { ...rules.caps, ...change } }));
  const setBreaker = (change: Partial<typeof breaker>) =>
    changeRules(editing, (rules) => ({ breaker: { ...rules.breaker, ...change } }));
  const quietInForce = before.quietHours === null ? 'no quiet hours' : `${before.quietHours.from} to ${before.quietHours.to}`;
  const quietNow = quietHours === null ? 'no quiet hours' : `${quietHours.from} to ${quietHours.to}`;
  return (
    <>
      <section className="panel ruleCard" data-at="ruleset.quietHours" aria-label="Quiet hours">
        <h3>Quiet hours</h3>
        <p className="muted">
          In the agency’s time zone, across midnight too. Only texts that are ticked under “Timing” wait for their end; one about an
          officer who is on the way would come too late. {inForceHint(undefined, quietInForce, quietNow)}
        </p>
        <Tick
          label="Keep quiet hours"
          value={quietHours !== null}
          onChange={(on) =>
            changeRules(editing, () => ({ quietHours: on ? (before.quietHours ?? { from: '21:00', to: '08:00' }) : null }))
          }
        />
        {quietHours !== null && (
          <div className="fieldGrid">
            <ClockBox
              label="From"
              value={quietHours.from}
              inForce={before.quietHours?.from}
              onChange={(from) => changeRules(editing, () => ({ quietHours: { ...quietHours, from } }))}
              problem={problemAt(editing, 'ruleset.quietHours.from') ?? problemAt(editing, 'ruleset.quietHours')}
            />
            <ClockBox
              label="To"
              value={quietHours.to}
              inForce={before.quietHours?.to}
              onChange={(to) => changeRules(editing, () => ({ quietHours: { ...quietHours, to } }))}
              problem={problemAt(editing, 'ruleset.quietHours.to')}
            />
          </div>
        )}
      </section>
      <section className="panel ruleCard" data-at="ruleset.caps" aria-label="How many texts a person can get">
        <h3>How many texts a person can get</h3>
        <p className="muted">
          What counts are the texts that left or may have left. A correction, which a person orders, goes out whatever stands here.
        </p>
        <div className="fieldGrid">
          <NumberBox
            label="About one call"
            value={caps.perIncident}
            min={1}
            hint={inForceHint(
              'Until it is completed: “Completed” and the texts about the case are not counted, and go out beyond it.',
              before.caps.perIncident,
              caps.perIncident,
            )}
            onChange={(perIncident) => setCaps({ perIncident: whole(perIncident) })}
            problem={problemAt(editing, 'ruleset.caps.perIncident')}
          />
          <NumberBox
            label="Within 24 hours, about all calls"
            value={caps.perNumberPerDay}
            min={1}
            hint={inForceHint('Every text to the number counts.', before.caps.perNumberPerDay, caps.perNumberPerDay)}
            onChange={(perNumberPerDay) => setCaps({ perNumberPerDay: whole(perNumberPerDay) })}
            problem={problemAt(editing, 'ruleset.caps.perNumberPerDay')}
          />
          <DurationBox
            label="Time between two texts, at least"
            value={caps.minGap}
            hint="What comes sooner waits, unless somebody releases it."
            inForce={before.caps.minGap}
            onChange={(minGap) => setCaps({ minGap })}
            problem={problemAt(editing, 'ruleset.caps.minGap')}
          />
        </div>
      </section>
      <section className="panel ruleCard" data-at="ruleset.breaker" aria-label="When Herald stops by itself">
        <h3>When Herald stops by itself</h3>
        <p className="muted">
          Old events, or very many texts at once, mostly mean that CAD is sending a backlog. Herald then holds them until somebody
          has looked.
        </p>
        <div className="fieldGrid">
          <DurationBox
            label="An event is old after"
            value={breaker.maxEventAge}
            inForce={before.breaker.maxEventAge}
            onChange={(maxEventAge) => setBreaker({ maxEventAge })}
            problem={problemAt(editing, 'ruleset.breaker.maxEventAge')}
          />
          <NumberBox
            label="Texts in a minute, at most"
            value={breaker.maxTextsPerMinute}
            min={1}
            hint={inForceHint(undefined, before.breaker.maxTextsPerMinute, breaker.maxTextsPerMinute)}
            onChange={(maxTextsPerMinute) => setBreaker({ maxTextsPerMinute: whole(maxTextsPerMinute) })}
            problem={problemAt(editing, 'ruleset.breaker.maxTextsPerMinute')}
          />
        </div>
      </section>
    </>
  );
}
