// A chart of lines as SVG: both axes logarithmic, so that what is linear is a straight line of the slope 1.
const SIZE = { width: 460, height: 320, left: 56, right: 16, top: 34, bottom: 44 };
const COLORS = ['#1b6ca8', '#c8553d', '#3a7d44', '#8a5a9e'];

const escaped = (text) => text.replace(/[<>&"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** Powers of ten, of which the least and the greatest enclose the values. */
function decades(values) {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  return { low, high, ticks: Array.from({ length: high - low + 1 }, (_none, at) => 10 ** (low + at)) };
}

function scale({ low, high }, from, to) {
  return (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from);
}

const line = (x1, y1, x2, y2, color) => `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${color}"/>`;
const words = (x, y, text, anchor, more = '') =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" ${more}>${escaped(text)}</text>`;

function plot({ title, of, series }, offset) {
  const { width, height, left, right, top, bottom } = SIZE;
  const points = series.flatMap((one) => one.points);
  const across = decades(points.map(({ x }) => x));
  const up = decades(points.map(({ microseconds }) => microseconds));
  const x = scale(across, left, width - right);
  const y = scale(up, height - bottom, top);
  const grid = [
    ...across.ticks.map(
      (tick) =>
        line(x(tick), top, x(tick), height - bottom, '#ddd') +
        words(x(tick), height - bottom + 16, String(tick), 'middle'),
    ),
    ...up.ticks.map(
      (tick) => line(left, y(tick), width - right, y(tick), '#ddd') + words(left - 6, y(tick) + 4, String(tick), 'end'),
    ),
  ];
  const lines = series.map((one, at) => {
    const color = COLORS[at % COLORS.length];
    const path = one.points.map((point) => `${x(point.x).toFixed(1)},${y(point.microseconds).toFixed(1)}`).join(' ');
    const dots = one.points.map(
      (point) =>
        `<circle cx="${x(point.x).toFixed(1)}" cy="${y(point.microseconds).toFixed(1)}" r="3" fill="${color}"/>`,
    );
    const key = words(left + 10, top + 14 + at * 15, one.name, 'start', `fill="${color}"`);
    return `<polyline points="${path}" fill="none" stroke="${color}" stroke-width="2"/>${dots.join('')}${key}`;
  });
  const labels = [
    words((left + width - right) / 2, 18, title, 'middle', 'font-weight="bold"'),
    words((left + width - right) / 2, height - 8, of, 'middle'),
    words(
      14,
      (top + height - bottom) / 2,
      'µs a request',
      'middle',
      `transform="rotate(-90 14 ${(top + height - bottom) / 2})"`,
    ),
  ];
  return `<g transform="translate(${offset} 0)">${[...grid, ...lines, ...labels].join('\n')}</g>`;
}

/** The charts side by side. */
export function charts(growths) {
  const width = SIZE.width * growths.length;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${SIZE.height}" width="${width}" height="${SIZE.height}" font-family="sans-serif" font-size="12">
<title>${escaped(growths.map(({ title }) => title).join('; '))}</title>
<rect width="100%" height="100%" fill="#fff"/>
${growths.map((growth, at) => plot(growth, at * SIZE.width)).join('\n')}
</svg>
`;
}
