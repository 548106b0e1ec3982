import {
  Button,
  Dialog,
  DialogTrigger,
  Heading,
  Label,
  Modal,
  ModalOverlay,
  Radio,
  RadioGroup,
  Switch,
} from 'react-aria-components';
import { type Preferences, prefer, usePreferences } from '../preferences';

/** Theme and keys, for this person at this console. */
export function DisplayButton() {
  const preferences = usePreferences();
  return (
    <DialogTrigger>
      <Button className="button">Display</Button>
      <ModalOverlay className="overlay" isDismissable>
        <Modal className="modal">
          <Dialog className="dialog">
            <Heading slot="title">Display</Heading>
            <RadioGroup
              className="radios"
              value={preferences.theme}
              onChange={(theme) => prefer({ theme: theme as Preferences['theme'] })}
            >
              <Label>Theme</Label>
              <Radio className="radio" value="system">
                As the system
              </Radio>
              <Radio className="radio" value="light">
                Day
              </Radio>
              <Radio className="radio" value="dark">
                Night
              </Radio>
            </RadioGroup>
            <Switch className="switch" isSelected={preferences.singleKeys} onChange={(singleKeys) => prefer({ singleKeys })}>
              <span className="track" /> Shortcuts of a single key
            </Switch>
            <div className="dialogButtons">
              <Button slot="close" className="button">
                Close
              </Button>
            </div>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
