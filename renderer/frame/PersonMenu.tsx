import { useState } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { DisplayDialog } from '../strip/Display';
import { KeysDialog } from '../strip/Shortcuts';

/** Who is at the console, and what is theirs: how it looks and sounds, and the keys. */
export function PersonMenu() {
  const [shown, setShown] = useState<'display' | 'keys'>();
  return (
    <>
      <MenuTrigger>
        <Button className="button personButton">
          Host <span aria-hidden="true">▾</span>
        </Button>
        <Popover className="popover" placement="bottom end">
          <Menu className="listBox" aria-label="This console" onAction={(key) => setShown(key as 'display' | 'keys')}>
            <MenuItem id="display" className="listItem">
              Display and sound
            </MenuItem>
            <MenuItem id="keys" className="listItem">
              Keys <kbd>?</kbd>
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      <DisplayDialog isOpen={shown === 'display'} setOpen={(open) => setShown(open ? 'display' : undefined)} />
      <KeysDialog isOpen={shown === 'keys'} setOpen={(open) => setShown(open ? 'keys' : undefined)} />
    </>
  );
}
