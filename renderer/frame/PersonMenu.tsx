import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { useAccess } from '../access/AccessGate';
import { OwnPasswordDialog } from '../access/OwnPassword';
import { useClient } from '../link/herald';
import { DisplayDialog } from '../strip/Display';
import { KeysDialog } from '../strip/Shortcuts';

/** Who is at the console, and what is theirs: how it looks and sounds, and the keys. */
export function PersonMenu() {
  const [shown, setShown] = useState<'display' | 'keys' | 'password'>();
  const client = useClient();
  const queryClient = useQueryClient();
  const me = useAccess()?.me;
  const hasAccount = me != null && me.role !== 'host';
  const act = (key: string | number) => {
    if (key === 'display' || key === 'keys' || key === 'password') setShown(key);
    const ended = key === 'lock' ? client.access.lock({}) : key === 'signOut' ? client.access.logOff({}) : undefined;
    void ended?.finally(() => void queryClient.invalidateQueries());
  };
  return (
    <>
      <MenuTrigger>
        <Button className="button personButton">
          {hasAccount ? me.name : 'Host'} <span aria-hidden="true">▾</span>
        </Button>
        <Popover className="popover" placement="bottom end">
          <Menu className="listBox" aria-label="This console" onAction={act}>
            <MenuItem id="display" className="listItem">
              Display and sound
            </MenuItem>
            <MenuItem id="keys" className="listItem">
              Keys <kbd>?</kbd>
            </MenuItem>
            {hasAccount && (
              <MenuItem id="password" className="listItem">
                My password
              </MenuItem>
            )}
            {hasAccount && (
              <MenuItem id="lock" className="listItem">
                Lock this console
              </MenuItem>
            )}
            {hasAccount && (
              <MenuItem id="signOut" className="listItem">
                Sign out
              </MenuItem>
            )}
          </Menu>
        </Popover>
      </MenuTrigger>
      <OwnPasswordDialog isOpen={shown === 'password'} close={() => setShown(undefined)} />
      <DisplayDialog isOpen={shown === 'display'} setOpen={(open) => setShown(open ? 'display' : undefined)} />
      <KeysDialog isOpen={shown === 'keys'} setOpen={(open) => setShown(open ? 'keys' : undefined)} />
    </>
  );
}
