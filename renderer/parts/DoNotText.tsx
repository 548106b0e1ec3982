import { createContext, type ReactNode, useContext, useState } from 'react';
import { Button, Dialog, Form, Heading, Label, Modal, ModalOverlay, Radio, RadioGroup } from 'react-aria-components';
import { numberSentence } from '../format/numberWords';
import { useClient, useLink } from '../link/herald';
import { useMay } from '../link/may';
import { useShortcuts } from '../shortcuts';
import { TextBox } from './Fields';
import { useDone } from './Undo';
import { useNumberFacts, useNumbersChanged } from './useNumberFacts';
import { useWork, Working } from './Working';

/** A number that is known already: whole as it was typed, or masked with the incident whose person has it. */
export interface NumberMeant {
  readonly number: string;
  readonly incidentId?: number;
}

const DoNotTextContext = createContext<(about?: NumberMeant) => void>(() => undefined);

/** Opens the dialog that keeps a number from being texted. */
export function useDoNotText(): (about?: NumberMeant) => void {
  return useContext(DoNotTextContext);
}

const WHYS = [
  { id: 'phone', name: 'They said by phone that they want no more texts', reason: 'They asked for it' },
  { id: 'desk', name: 'They said so at the desk', reason: 'They asked for it' },
  { id: 'person', name: 'It is not safe to text, or not their number', reason: 'Not safe to text' },
] as const;
type Why = (typeof WHYS)[number]['id'];

/** Binds the key that keeps a number from being texted, from every screen. */
export function DoNotTextProvider({ children }: { readonly children: ReactNode }) {
  const [about, setAbout] = useState<NumberMeant>();
  const open = (meant: NumberMeant = { number: '' }) => setAbout(meant);
  const may = useMay();
  return (
    <DoNotTextContext value={open}>
      {children}
      {may('optOut.record') && <DoNotTextKey open={open} />}
      <ModalOverlay className="overlay" isOpen={about !== undefined} onOpenChange={(isOpen) => !isOpen && setAbout(undefined)}>
        <Modal className="modal">{about !== undefined && <DoNotText about={about} close={() => setAbout(undefined)} />}</Modal>
      </ModalOverlay>
    </DoNotTextContext>
  );
}

function DoNotTextKey({ open }: { readonly open: () => void }) {
  useShortcuts('Everywhere', [{ key: 'd', label: 'Do not text a number (opt-out by phone)', run: () => open() }]);
  return null;
}

function DoNotText({ about, close }: { readonly about: NumberMeant; readonly close: () => void }) {
  const client = useClient();
  const again = useNumbersChanged();
  const may = useMay();
  const say = useDone();
  const work = useWork();
  const lost = useLink().state === 'lost';
  const [number, setNumber] = useState(about.number);
  const [why, setWhy] = useState<Why>('phone');
  const [typedReason, setTypedReason] = useState<string>();
  const reason = typedReason ?? WHYS.find(({ id }) => id === why)?.reason ?? '';
  const isGiven = about.number !== '';
  const meant = about.incidentId === undefined || number !== about.number ? { number } : { number, incidentId: about.incidentId };
  const { facts, isWhole } = useNumberFacts(meant);
  const already = facts?.suppressions.some(({ kind }) => (why === 'person' ? kind === 'person' : kind === 'optOut')) ?? false;
  const isReady = facts?.valid === true && !already && reason.trim() !== '' && !lost;

  const submit = async () => {
    const order = { ...meant, reason: reason.trim() };
    const done = await work.run(() =>
      why === 'person' ? client.commands.suppressNumber(order) : client.optOut.record({ ...order, how: why }),
    );
    if (!done) return;
    close();
    const undoBy = why === 'person' ? 'liftPerson' : 'resubscribe';
    const undo = async () => {
      await client.optOut[undoBy]({ ...meant, reason: 'Taken back at once' });
      await again();
    };
    const ending = facts?.number.slice(-4) ?? number.slice(-4);
    say({ text: `No texts to …${ending} any more`, ...(may(`optOut.${undoBy}`) ? { undo } : {}) });
    await again();
  };

  return (
    <Dialog className="dialog">
      <Heading slot="title">Do not text a number</Heading>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !work.running) void submit();
        }}
      >
        <TextBox
          label="Phone number"
          type="tel"
          value={number}
          onChange={setNumber}
          autoFocus={!isGiven}
          hint="With its area code"
          problem={facts?.valid === false ? numberSentence(facts) : undefined}
        />
        <p className="outcome" role="status">
          {facts?.valid ? numberSentence(facts) : isWhole && facts === undefined ? 'Looking it up…' : ''}
        </p>
        <RadioGroup className="radios" value={why} onChange={(value) => setWhy(value as Why)}>
          <Label className="strong">Why</Label>
          {WHYS.map(({ id, name }, index) => (
            <Radio key={id} value={id} className="radio" autoFocus={isGiven && index === 0}>
              {name}
            </Radio>
          ))}
        </RadioGroup>
        <p className="muted">
          {why === 'person'
            ? 'What waits for this number is cancelled. Only a supervisor lifts it.'
            : 'What waits for this number is cancelled. No confirmation is sent: they have heard it from you. Should they reply START, texts go on.'}
        </p>
        <TextBox label="Reason, for the record" value={reason} onChange={setTypedReason} isRequired />
        {work.running && <Working what="Writing it down" />}
        <p className="problem" role="alert">
          {lost
            ? 'There is no link to the appliance. Nothing can be done from here until it is back.'
            : already
              ? 'That is on record for this number already.'
              : work.problem}
        </p>
        <div className="dialogButtons">
          <Button className="button" onPress={close}>
            Cancel
          </Button>
          <Button className="button strong" type="submit" isDisabled={!isReady || work.running}>
            Do not text it
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
