import { Button } from 'react-aria-components';
import { HANDING_OVER, type HandingOver } from './words';

/** A password that somebody has to be given; it is nowhere else, and only here until it is put away. */
export interface Given {
  readonly name: string;
  readonly password: string;
  readonly by?: HandingOver;
}

export function GivenPassword({ given, close }: { readonly given: Given; readonly close: () => void }) {
  const how = HANDING_OVER.find(({ id }) => id === given.by)?.name;
  return (
    <section className="panel given" aria-label={`Password for ${given.name}`}>
      <h2>Password for {given.name}</h2>
      <p>
        It is shown this once. {how === undefined ? 'Give it to nobody but them.' : `${how}.`} They choose one of their own when
        they sign in; until then yours works, so do not send it by mail or text.
      </p>
      <p>
        <code className="givenPassword">{given.password}</code>
      </p>
      <div className="dialogButtons">
        <Button className="button strong" onPress={close} autoFocus>
          They have it: put it away
        </Button>
      </div>
    </section>
  );
}
