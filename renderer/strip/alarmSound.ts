import type { Preferences } from '../preferences';

const PITCH_HZ = { low: 392, middle: 523, high: 698 } as const;
const LOUDNESS = { soft: 0.08, loud: 0.35 } as const;
const TONE_S = 0.28;
let audio: AudioContext | undefined;

/** Two calm tones, under a second. Silent where the browser does not allow sound before the first key or click. */
export function playAlarm(sound: Preferences['sound'], voice: Preferences['voice']): void {
  if (sound === 'off') return;
  audio ??= new AudioContext();
  const context = audio;
  void context.resume();
  [0, 1].forEach((index) => {
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    const from = context.currentTime + index * (TONE_S + 0.06);
    oscillator.frequency.value = PITCH_HZ[voice] * (index === 0 ? 1 : 0.84);
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(LOUDNESS[sound], from + 0.03);
    gain.gain.linearRampToValueAtTime(0, from + TONE_S);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(from);
    oscillator.stop(from + TONE_S);
  });
}
