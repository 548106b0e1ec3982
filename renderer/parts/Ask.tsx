import { ORPCError } from '@orpc/client';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { Button, Dialog, FieldError, Form, Heading, Input, Label, Modal, ModalOverlay, TextField } from 'react-aria-components';
import { accessProblem } from '../access/words';
import { useLink } from '../link/herald';
import { PartlyDone } from './eachInTurn';

/** Something a person is about to do that wants a second look, mostly with a reason, which goes on record. */
export interface Question {
  readonly title: string;
  readonly body: ReactNode;
  /** The words on the button that does it. */
  readonly confirm: string;
  /** Reasons to pick from; left out where nothing goes on record, and a yes is enough. */
  readonly reasons?: readonly string[];
  /** A reason that is already filled in, where speed matters more than a careful choice. */
  readonly filledIn?: string;
  readonly run: (reason: string) => Promise<unknown>;
}

const AskContext = createContext<(question: Question) => void>(() => undefined);

/** Asks a question; at most one is asked at a time. */
export function useAsk(): (question: Question) => void {
  return useContext(AskContext);
}

export function AskProvider({ children }: { readonly children: ReactNode }) {
  const [question, setQuestion] = useState<Question>();
  return (
    <AskContext value={setQuestion}>
      {children}
      <ModalOverlay className="overlay" isOpen={question !== undefined} onOpenChange={(open) => !open && setQuestion(undefined)}>
        <Modal className="modal">
          {question !== undefined && <Asked key={question.title} question={question} close={() => setQuestion(undefined)} />}
        </Modal>
      </ModalOverlay>
    </AskContext>
  );
}

function Asked({ question, close }: { readonly question: Question; readonly close: () => void }) {
  const [reason, setReason] = useState(question.filledIn ?? '');
  const [problem, setProblem] = useState<string>();
  const [running, setRunning] = useState(false);
  const lost = useLink().state === 'lost';

  const run = async () => {
    setRunning(true);
    setProblem(undefined);
    try {
      await question.run(reason.trim());
      close();
    } catch (error) {
      setProblem(problemInWords(error));
      setRunning(false);
    }
  };

  return (
    <Dialog role="alertdialog" className="dialog">
      <Heading slot="title">{question.title}</Heading>
      <div className="dialogBody">{question.body}</div>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        {question.reasons !== undefined && (
          <TextField autoFocus isRequired value={reason} onChange={setReason} maxLength={500}>
            <Label>Reason, for the record</Label>
            <Input className="input" autoComplete="off" onFocus={(event) => event.currentTarget.select()} />
            <FieldError className="fieldError">A reason is needed.</FieldError>
          </TextField>
        )}
        <div className="reasons">
          {question.reasons?.map((each) => (
            <Button key={each} className="button small" onPress={() => setReason(each)}>
              {each}
            </Button>
          ))}
        </div>
        <div className="problem" role="alert">
          {lost ? 'There is no link to the appliance. Nothing can be done from here until it is back.' : problem}
        </div>
        <div className="dialogButtons">
          <Button className="button" onPress={close}>
            Cancel
          </Button>
          <Button
            className="button strong"
            type="submit"
            isDisabled={running || lost || (question.reasons !== undefined && reason.trim() === '')}
            autoFocus={question.reasons === undefined}
          >
            {question.confirm}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}

/** Why a command was not done, for the person who gave it. */
export function problemInWords(error: unknown): string {
  if (error instanceof PartlyDone) {
    const left = error.of - error.done;
    return `${error.done} of ${error.of} done, ${left} not. ${problemInWords(error.first)}`;
  }
  const refusal = accessProblem(error);
  if (refusal !== undefined) return refusal;
  if (error instanceof ORPCError) {
    if (error.code === 'CONFLICT') {
      // The sentence says which rule it was: it is not that somebody came too late.
      if (typeof error.data?.why === 'string') return `${error.message}.`;
      const state: unknown = error.data?.state;
      // Only a text or an incident that has moved on meanwhile is said to be that; all else says itself what it is.
      if (typeof state !== 'string') return `Not done: ${error.message}.`;
      // What still waits has not gone anywhere: it is not that somebody came too late.
      return WAITS.has(state) ? `Not done: ${error.message}.` : `Too late: ${error.message.replace(/^Too late: /, '')}.`;
    }
    if (error.code === 'NOT_FOUND') return 'It is not there any more.';
    if (error.code === 'BAD_REQUEST') return 'The appliance did not understand that. Check what you typed.';
  }
  return 'The appliance did not answer. It may or may not have done this: look before you repeat it.';
}

const WAITS: ReadonlySet<string> = new Set(['held', 'ready']);
