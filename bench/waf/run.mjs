// The web ACL engine alone, in this process: microseconds of processor time a request, beside JSON.parse of the same bodies.
//   node bench/waf/run.mjs [--rounds 9] [--json]
// With --growth: how the cost grows with bodies, rules and texts, as tables and, with --chart FILE, as a picture.
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { importBundled } from '../../scripts/bundle.mjs';
import { charts } from './chart.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    json: { type: 'boolean', default: false },
    growth: { type: 'boolean', default: false },
    chart: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`Cannot measure: --rounds "${values.rounds}" found, expected a whole number from 1.`);
  process.exit(3);
}
const { measureKinds, measureGrowth } = await importBundled('bench/waf/engine.ts');
const [load = 0] = loadavg();
if (values.growth) grow(measureGrowth(rounds));
else if (values.json) console.log(JSON.stringify(measureKinds(rounds), undefined, 2));
else report(measureKinds(rounds));

function grow(growths) {
  for (const { title, of, series } of growths) {
    const [first] = series;
    console.log(`\n| ${title}: ${of} | ${first.points.map(({ x }) => x).join(' | ')} |`);
    console.log(`| --- | ${first.points.map(() => '---:').join(' | ')} |`);
    for (const { name, points } of series)
      console.log(`| ${name} | ${points.map(({ microseconds }) => figure(microseconds)).join(' | ')} |`);
  }
  if (values.chart) writeFileSync(values.chart, charts(growths));
}

function report(kinds) {
  console.log(`${cpus().length} × ${cpus()[0].model}, Node ${process.version}; load before ${load.toFixed(1)}`);
  console.log(`microseconds of processor time a request, median of ${rounds} rounds (least to most)\n`);
  console.log('| request | body | engine | aim | JSON.parse of the body |\n| --- | ---: | ---: | ---: | ---: |');
  const shown = (one) => (one ? `${figure(one.microseconds)} (${figure(one.least)} to ${figure(one.most)})` : '');
  for (const { name, bodyBytes, engine, aimMicroseconds, json } of kinds)
    console.log(`| ${name} | ${bodyBytes} | ${shown(engine)} | ${aimMicroseconds} | ${shown(json)} |`);
}

function figure(number) {
  return number < 10 ? number.toFixed(1) : number.toFixed(0);
}
