import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Button, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import type { TapFrameView } from '../../src/contract/views';
import { counted } from '../format/words';
import { useQueries } from '../link/herald';
import { Glyph } from '../parts/Marks';
import { RawBytes, Reading } from '../parts/Reading';
import { Empty, Failed, Loading } from '../parts/States';
import { useStableRows } from '../parts/stableRows';
import { At } from '../parts/Time';
import { address } from '../route';
import { useShortcuts } from '../shortcuts';

const LIMIT = 15;
/** Asking at least so often keeps the appliance telling when frames come. */
const ASK_EVERY_MS = 20_000;

type Only = 'all' | 'rejected';

/** What comes on a feed, as it comes: the bytes beside what was read from them, newest first. */
export function FeedTap({ id }: { readonly id: string }) {
  const queries = useQueries();
  const [only, setOnly] = useState<Only>('all');
  const [paused, setPaused] = useState(false);
  const [inUse, setInUse] = useState({ pointer: false, focus: false });
  const list = useRef<HTMLOListElement>(null);
  const { data, isError, refetch } = useQuery({
    ...queries.feeds.tap.queryOptions({ input: { id, only, limit: LIMIT } }),
    refetchInterval: ASK_EVERY_MS,
    enabled: !paused,
  });
  const held = paused || inUse.pointer || inUse.focus;
  const { rows, waiting, accept } = useStableRows(`tap ${id} ${only}`, data?.frames ?? NONE, idOf, held, true);
  const [current, setCurrent] = useState<string>();
  const reached = rows.some((row) => row.id === current) ? current : rows[0]?.id;

  const step = (by: 1 | -1) => {
    const inside = list.current?.contains(document.activeElement) ?? false;
    const from = rows.findIndex((row) => row.id === reached);
    const to = inside ? Math.min(rows.length - 1, Math.max(0, from + by)) : from;
    const frame = list.current?.querySelector<HTMLElement>(`[data-frame="${rows[to]?.id}"]`);
    frame?.focus({ preventScroll: true });
    frame?.scrollIntoView({ block: 'start' });
  };
  const turnPause = () => setPaused(!paused);
  useShortcuts('Live tap', [
    { key: 'j', label: 'Next frame', run: () => step(1) },
    { key: 'k', label: 'Previous frame', run: () => step(-1) },
    { key: 'n', label: 'Show new frames', run: accept },
    { key: 'p', label: 'Pause, or go on', run: turnPause },
  ]);

  return (
    <section className="tap" aria-label="Live tap">
      <h2 className="hidden">What comes in, newest first</h2>
      <div className="toolbar">
        <Button className="button pause" onPress={turnPause} aria-pressed={paused}>
          {paused ? 'Go on' : 'Pause'}
        </Button>
        <Which only={only} choose={setOnly} />
        <p className="muted tapNote">
          {paused ? 'Paused: nothing new is asked for.' : 'Newest first. It stands still while you point at it or read it.'}
        </p>
        <div className="newRows" role="status">
          {waiting > 0 && (
            <Button className="button" aria-label={`Show ${counted(waiting, 'new frame')}`} onPress={accept}>
              {waiting >= LIMIT ? `${LIMIT} or more` : waiting} new
            </Button>
          )}
        </div>
      </div>
      <p className="muted maskNote">
        Masked before it leaves the appliance: letters are x and digits 9, but for labels and for what is known to be about the
        call. <span className="masked">Dotted</span> values are shortened.
      </p>
      {isError && data === undefined ? (
        <Failed what="the frames" again={() => void refetch()} />
      ) : data === undefined ? (
        <Loading what="frames" />
      ) : rows.length === 0 ? (
        <Empty>{only === 'all' ? 'Nothing has come on this feed yet.' : 'No frame of this feed is rejected.'}</Empty>
      ) : (
        <ol
          ref={list}
          className="plain frames"
          onPointerEnter={() => setInUse((use) => ({ ...use, pointer: true }))}
          onPointerLeave={() => setInUse((use) => ({ ...use, pointer: false }))}
          onFocus={(event) => {
            const frame = (event.target as Element).closest<HTMLElement>('[data-frame]')?.dataset.frame;
            if (frame !== undefined) setCurrent(frame);
            setInUse((use) => ({ ...use, focus: true }));
          }}
          onBlur={(event) => {
            if (!event.currentTarget.contains(event.relatedTarget)) setInUse((use) => ({ ...use, focus: false }));
          }}
        >
          {rows.map((row) => (
            <Frame key={row.id} frame={row.item} reachable={row.id === reached} />
          ))}
        </ol>
      )}
    </section>
  );
}

/** All frames, or those that could not be read. */
export function Which({ only, choose }: { readonly only: Only; readonly choose: (only: Only) => void }) {
  return (
    <ToggleButtonGroup
      className="choice"
      aria-label="Which frames"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[only]}
      onSelectionChange={(keys) => choose([...keys][0] === 'rejected' ? 'rejected' : 'all')}
    >
      <ToggleButton id="all" className="button">
        All
      </ToggleButton>
      <ToggleButton id="rejected" className="button">
        Rejected
      </ToggleButton>
    </ToggleButtonGroup>
  );
}

function Frame({ frame, reachable }: { readonly frame: TapFrameView; readonly reachable: boolean }) {
  const { id, raw, leftOut, reading } = frame;
  return (
    <li className="panel tapFrame" data-frame={id} tabIndex={reachable ? 0 : -1} aria-label={`Frame ${id}`}>
      <FrameHead frame={frame} />
      <div className="tapBody">
        <RawBytes lines={raw} leftOut={leftOut} label={`Bytes of frame ${id}`} />
        <Reading reading={reading} />
      </div>
    </li>
  );
}

/** Which frame it is and when it came. */
export function FrameName({ frame }: { readonly frame: TapFrameView }) {
  return (
    <>
      <span className="strong">Frame {frame.id}</span>
      <span>
        <At at={frame.receivedAt} to="second" />
      </span>
      <span className="muted">{counted(frame.bytes, 'byte')}</span>
    </>
  );
}

function FrameHead({ frame }: { readonly frame: TapFrameView }) {
  const { state, reading } = frame;
  const mended = state === 'rejected' && reading.outcome !== 'rejected';
  return (
    <p className="frameHead">
      <FrameName frame={frame} />
      {state === 'rejected' ? (
        <span className="mark p2">
          <Glyph shape="triangle" /> Rejected
        </span>
      ) : (
        <span className="mark">
          <Glyph shape={state === 'pending' ? 'ring' : reading.outcome === 'nothing' ? 'dash' : 'disc'} />{' '}
          {state === 'pending' ? 'Not read yet' : reading.outcome === 'nothing' ? 'Says nothing' : 'Understood'}
        </span>
      )}
      {mended && (
        <span>
          It can be read now: <a href={address('frames')}>read it again</a>
        </span>
      )}
    </p>
  );
}

const NONE: never[] = [];
const idOf = ({ id }: TapFrameView) => String(id);
