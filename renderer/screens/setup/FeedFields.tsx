import { useQuery } from '@tanstack/react-query';
import { useQueries } from '../../link/herald';
import { Choice, TextBlock, TextBox } from '../../parts/Fields';
import { type FeedEntry, FORMATS, FRAMINGS, feedUrl, isByHand, KINDS, needsLayout } from './feedAddress';

interface FeedFieldsProps {
  readonly feed: FeedEntry;
  readonly change: (change: Partial<FeedEntry>) => void;
  /** What is wrong, by field. */
  readonly problems: Readonly<Record<string, string>>;
}

const OWN = '';

/** Where the feed comes from and how it is read, field by field. */
export function FeedFields({ feed, change, problems }: FeedFieldsProps) {
  const text = (field: keyof FeedEntry, label: string, hint?: string) => (
    <TextBox
      label={label}
      value={String(feed[field])}
      onChange={(value) => change({ [field]: value })}
      problem={problems[field]}
      {...(hint === undefined ? {} : { hint })}
    />
  );
  const isNetwork = feed.kind === 'tcp-listen' || feed.kind === 'tcp' || feed.kind === 'eido';
  return (
    <>
      <Choice
        label="How CAD reaches Herald"
        value={feed.kind}
        options={KINDS}
        onChange={(kind) => change({ kind, ...beginningOf(kind) })}
      />
      <div className="fieldGrid narrowFields">
        {isNetwork &&
          text(
            'host',
            feed.kind === 'tcp-listen' ? 'Address of this machine' : 'Host',
            feed.kind === 'tcp-listen' ? '0.0.0.0: every network it has' : 'Name or address',
          )}
        {isNetwork && text('port', 'Port')}
        {feed.kind === 'tcp-listen' &&
          text('allow', 'Only from', 'Address of CAD, or a network such as 10.1.2.0/24; empty: whoever reaches the port')}
        {feed.kind === 'eido' && text('path', 'Path', 'As the server’s manual has it')}
        {feed.kind === 'serial' && <SerialFields feed={feed} change={change} problems={problems} />}
        {feed.kind === 'watch' && text('directory', 'Directory', 'On the machine that Herald runs on')}
      </div>
      {isByHand(feed) ? (
        <TextBox
          label="Address"
          value={feed.url}
          onChange={(url) => change({ url })}
          problem={firstOf(problems, ['port', 'host', 'allow', 'device', 'directory', 'framing', 'more'])}
          hint="As in replay:/recordings/evening.jsonl?format=newworld-xml&speed=1"
        />
      ) : (
        feed.kind !== 'eido' && (
          <div className="fieldGrid narrowFields">
            <Choice
              label="What it sends"
              value={feed.format}
              options={FORMATS}
              onChange={(format) => change({ format, layoutName: OWN, layoutText: '' })}
            />
            <Choice
              label="What ends a record"
              value={feed.framing}
              options={FRAMINGS}
              onChange={(framing) => change({ framing })}
              problem={problems.framing}
            />
            {feed.framing === 'sentinel' && text('begins', 'A record begins with', 'The first words of its first line')}
          </div>
        )
      )}
      {(isByHand(feed) ? /[?&]layout=/.test(feed.url) : feed.kind !== 'eido' && needsLayout(feed.format)) && (
        <LayoutFields feed={feed} change={change} problems={problems} />
      )}
      <div className="fieldGrid narrowFields">
        <TextBox
          label="An alarm after so long without a record"
          value={feed.silentAfter}
          onChange={(silentAfter) => change({ silentAfter })}
          problem={problems.silentAfter}
          hint="Such as 30m: a dead link looks like a quiet night"
        />
        {!isByHand(feed) && text('more', 'Further options', 'Mostly none. As in an address: telnet=auto&ack=framed')}
      </div>
      {!isByHand(feed) && (
        <p className="muted feedAddress">
          Its address in the profile: <code>{feedUrl(feed)}</code>
        </p>
      )}
    </>
  );
}

/** A file has no host to be reached by, and a new server is not this machine. */
function beginningOf(kind: FeedEntry['kind']): Partial<FeedEntry> {
  if (kind === 'tcp-listen') return { host: '0.0.0.0', port: '9101' };
  if (kind === 'tcp') return { host: '', port: '' };
  return kind === 'eido' ? { host: '', port: '443', format: 'eido-json' } : {};
}

function SerialFields({ feed, change, problems }: FeedFieldsProps) {
  const ports = useQuery(useQueries().setup.serialPorts.queryOptions()).data?.ports ?? [];
  return (
    <>
      {ports.length > 0 && (
        <Choice
          label="Serial ports of this machine"
          value={ports.some(({ device }) => device === feed.device) ? feed.device : ''}
          options={[
            { id: '', name: 'Choose one' },
            ...ports.map(({ device, about }) => ({ id: device, name: about === '' ? device : `${device} (${about})` })),
          ]}
          onChange={(device) => change({ device })}
        />
      )}
      <TextBox
        label="Device"
        value={feed.device}
        onChange={(device) => change({ device })}
        problem={problems.device}
        hint="Such as /dev/ttyUSB0 or COM3"
      />
      <Choice
        label="Speed"
        value={feed.baud}
        options={['1200', '2400', '4800', '9600', '19200', '38400', '57600', '115200'].map((id) => ({ id, name: `${id} baud` }))}
        onChange={(baud) => change({ baud })}
      />
      <Choice
        label="Data bits, parity, stop bits"
        value={feed.line}
        options={(['8N1', '7E1', '7O1', '8E1', '8O1'] as const).map((id) => ({ id, name: id }))}
        onChange={(line) => change({ line })}
      />
    </>
  );
}

function LayoutFields({ feed, change, problems }: FeedFieldsProps) {
  const shipped = useQuery(useQueries().setup.layouts.queryOptions()).data?.layouts ?? [];
  const fitting = shipped.filter(({ kind }) => isByHand(feed) || kind === feed.format);
  const known = fitting.find(({ name }) => name === feed.layoutName);
  return (
    <>
      {fitting.length > 0 && (
        <Choice
          label="Layout"
          value={known?.name ?? OWN}
          options={[{ id: OWN, name: 'My own: I paste it' }, ...fitting.map(({ name }) => ({ id: name, name }))]}
          onChange={(name) => change({ layoutName: name, layoutText: fitting.find((each) => each.name === name)?.text ?? '' })}
          hint={known?.about ?? 'What teaches Herald your columns, labels and codes. Start from the nearest and try it.'}
        />
      )}
      <TextBlock
        label={known === undefined ? 'My own layout, as JSON' : 'The layout, to be changed where your site differs'}
        rows={feed.layoutText === '' ? 5 : 12}
        value={feed.layoutText}
        onChange={(layoutText) => change({ layoutText })}
        problem={problems.layout}
        hint={
          feed.format === 'delimited' && feed.layoutText === '' ? (
            <>
              Columns in the order of your lines, such as <code>{EXAMPLE}</code>
            </>
          ) : undefined
        }
      />
    </>
  );
}

const EXAMPLE =
  '{"kind": "delimited", "delimiter": "|", "columns": ["occurredAt", "event", "incidentNumber", "callType", "unit", "callerPhone"], "time": "yyyy-MM-dd HH:mm:ss", "events": {"NEW": "incidentCreated", "DISP": "unitDispatched"}}';

function firstOf(problems: Readonly<Record<string, string>>, fields: readonly string[]): string | undefined {
  return fields.map((field) => problems[field]).find((problem) => problem !== undefined);
}
