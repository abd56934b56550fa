// Compares working-day deadlines with npm's chinese-days, an independent source.
//   node deadline_vs_chinese_days.mjs --cases               prints the cases: from<TAB>n
//   node deadline_vs_chinese_days.mjs MODULE < results      reads from<TAB>n<TAB>result and compares
// MODULE: the package's unpacked folder. A result may carry " 暂定". Exit 1 when one line differs or a case is missing.
// Cases whose end lies in a year without a notice are compared too: both sides then count Monday to Friday.
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const first = Date.UTC(2019, 0, 1), last = Date.UTC(2026, 11, 31), day = 86400000, most = 30;
const iso = (t) => new Date(t).toISOString().slice(0, 10);
const where = process.argv[2];

if (where === '--cases') {
  const lines = [];
  for (let t = first; t <= last; t += day) for (let n = 1; n <= most; ++n) lines.push(`${iso(t)}\t${n}`);
  process.stdout.write(lines.join('\n') + '\n');
} else if (where) {
  // findWorkday(n, day) goes n working days on; the day itself is not counted.
  const { findWorkday } = createRequire(import.meta.url)(resolve(where));
  const seen = new Set();
  let wrong = 0;
  for await (const line of createInterface({ input: process.stdin })) {
    const [from, n, result] = line.split('\t');
    const ours = (result ?? '').replace(/ 暂定$/, '');
    const theirs = findWorkday(Number(n), from);
    seen.add(`${from}\t${n}`);
    if (ours !== theirs && ++wrong <= 20) console.log(`${from} + ${n}: ours ${ours}, chinese-days ${theirs}`);
  }
  const expected = ((last - first) / day + 1) * most;
  console.log(`${seen.size} of ${expected} cases compared, ${wrong} differ`);
  process.exitCode = wrong === 0 && seen.size === expected ? 0 : 1;
} else {
  console.error('usage: deadline_vs_chinese_days.mjs --cases | MODULE < results');
  process.exitCode = 2;
}
