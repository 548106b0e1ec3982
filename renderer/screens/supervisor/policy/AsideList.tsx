import { Button } from 'react-aria-components';
import { Glyph } from '../../../parts/Marks';
import { At } from '../../../parts/Time';
import type { PolicyEditing } from './usePolicyDraft';

/** What was set aside for something else, each with the way back. */
export function AsideList({ editing: { aside, draft } }: { readonly editing: PolicyEditing }) {
  return (
    <>
      {aside.items.map((item) => (
        <p key={item.at} className="asideLine">
          <Glyph shape="pause" /> {item.what} was set aside in this browser <At at={item.at} to="second" />.{' '}
          <Button
            className="button small"
            onPress={() => {
              aside.drop(item);
              if (draft.isChanged) aside.put(draft.value, 'What you wrote');
              draft.change(item.text);
              // What there is now is on this very screen: this is a draft beside it.
              draft.goOn();
            }}
          >
            Bring back
          </Button>{' '}
          <Button className="button small" onPress={() => aside.drop(item)}>
            Throw away
          </Button>
        </p>
      ))}
    </>
  );
}
