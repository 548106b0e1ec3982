import { simulate } from './simulation';

it('x', async () => {
  const t = process.cpuUsage();
  const N = Number(process.env.N ?? 20), S = Number(process.env.S ?? 1);
  let posts = 0, taken = 0, crashes = 0, person = 0;
  const bad: string[] = [];
  for (let seed = S; seed < S + N; seed++) {
    const r = await simulate(seed);
    posts += r.posts; taken += r.taken; crashes += r.crashes; person += r.needPerson;
    if (r.violation) { bad.push(`${seed}: ${r.violation}`); if (N === 1) console.log(r.trace.join('\n')); }
  }
  console.log(N, process.cpuUsage(t).user / N / 1000, process.cpuUsage(t).system / N / 1000, { posts, taken, crashes, person }, bad.slice(0, 10).join('\n'), bad.length);
}, 600000);
