import { ipcRenderer } from 'electron';
import { PAGE_READY, PORT, PORT_WANTED } from './applianceMessages';

// All that the page gets is a port to the appliance, asked for once it listens. Nothing is put into its world.
window.addEventListener('message', (event) => {
  if (event.source === window && event.data === PAGE_READY) ipcRenderer.send(PORT_WANTED);
});
ipcRenderer.on(PORT, (event) => window.postMessage(PORT, window.origin, [...event.ports]));
