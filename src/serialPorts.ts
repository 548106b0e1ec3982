/** The serial ports that this machine lists. Empty where there are none, or none can be listed. */
export async function serialPorts(): Promise<{ device: string; about: string }[]> {
  try {
    // Loaded when needed: it brings a native library.
    const { SerialPort } = await import('serialport');
    const ports = await SerialPort.list();
    return ports.map(({ path, manufacturer, serialNumber }) => ({
      device: path,
      about: [manufacturer, serialNumber].filter((part) => part !== undefined).join(', '),
    }));
  } catch {
    return [];
  }
}
