import {
  Bar,
  BarChart,
  CartesianGrid,
  Legend,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { ChartProps } from './chartData';

const HEIGHT = 260;
/** Of a ranking: long names take two lines. */
const ROW_HEIGHT = 38;
/** Told apart in greyscale too: by tone, and lines by their dashes. */
const TONES = ['var(--chart-1)', 'var(--chart-2)', 'var(--chart-3)', 'var(--chart-4)'];
const DASHES = ['0', '6 4', '2 3', '10 3 2 3'];

const MOST_DOTS = 62;

const INK = { color: 'var(--text)' };
const BOX = { ...INK, background: 'var(--panel)', borderColor: 'var(--line)' };

/** In the colour of text: the lines' own are too faint to be read. */
const inInk = (name: unknown) => <span style={INK}>{String(name)}</span>;

/** The drawing itself; `Chart` fetches it when there is one to draw. */
export function Drawing({ points, series, kind, unit = '', target, height = HEIGHT }: ChartProps) {
  const data = [...points];
  const say = (value: unknown) =>
    `${typeof value === 'number' ? value.toLocaleString('en-US') : String(value)}${unit === '' ? '' : ` ${unit}`}`;
  const common = { data, accessibilityLayer: true, margin: { top: 8, right: 16, bottom: 4, left: 4 } };
  const tooltip = (
    <Tooltip
      formatter={say}
      isAnimationActive={false}
      cursor={{ fill: 'var(--raised)' }}
      contentStyle={BOX}
      itemStyle={INK}
      labelStyle={INK}
    />
  );
  const wanted = target === undefined ? null : target;
  if (kind === 'line') {
    return (
      <ResponsiveContainer width="100%" height={height}>
        <LineChart {...common}>
          <CartesianGrid stroke="var(--hairline)" vertical={false} />
          <XAxis dataKey="x" stroke="var(--muted)" tickLine={false} />
          <YAxis stroke="var(--muted)" tickLine={false} width={56} />
          {tooltip}
          {series.length > 1 && <Legend formatter={inInk} itemSorter={null} />}
          {wanted !== null && (
            <ReferenceLine
              y={wanted.value}
              stroke="var(--text)"
              strokeDasharray="3 3"
              // Part of the picture also where all lies below it.
              ifOverflow="extendDomain"
              label={{ value: wanted.name, fill: 'var(--text)', position: 'insideBottomRight' }}
            />
          )}
          {series.map(({ key, name }, index) => (
            <Line
              key={key}
              dataKey={key}
              name={name}
              stroke={TONES[index % TONES.length] as string}
              strokeDasharray={DASHES[index % DASHES.length] as string}
              strokeWidth={2}
              // A day alone between days without figures has no line, only its dot.
              dot={data.length <= MOST_DOTS}
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    );
  }
  const ranking = kind === 'ranking';
  return (
    <ResponsiveContainer width="100%" height={ranking ? data.length * ROW_HEIGHT * series.length + 40 : height}>
      <BarChart {...common} layout={ranking ? 'vertical' : 'horizontal'}>
        <CartesianGrid stroke="var(--hairline)" vertical={ranking} horizontal={!ranking} />
        {ranking ? (
          <>
            <XAxis type="number" stroke="var(--muted)" tickLine={false} allowDecimals={false} />
            <YAxis type="category" dataKey="x" stroke="var(--muted)" tickLine={false} width={300} />
          </>
        ) : (
          <>
            <XAxis dataKey="x" stroke="var(--muted)" tickLine={false} />
            <YAxis stroke="var(--muted)" tickLine={false} allowDecimals={false} width={56} />
          </>
        )}
        {tooltip}
        {series.length > 1 && <Legend formatter={inInk} itemSorter={null} />}
        {series.map(({ key, name }, index) => (
          <Bar key={key} dataKey={key} name={name} fill={TONES[index % TONES.length] as string} isAnimationActive={false} />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
