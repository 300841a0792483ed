// Runs wrk, which makes the load, and reads what it says.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const seconds = Number(process.env.BENCH_SECONDS ?? 8);

const toMilliseconds = (text) => {
  const [, value, unit] = /^([\d.]+)(us|ms|s|m)$/.exec(text);
  return Number(value) * { us: 0.001, ms: 1, s: 1000, m: 60_000 }[unit];
};

/** Runs wrk and reads what it says. */
export async function wrk(url, { connections, threads = 2, duration = seconds, headers = {}, script, args = [] }) {
  const options = ['-t', Math.min(threads, connections), '-c', connections, '-d', `${duration}s`, '--latency', '--timeout', '10s'];
  for (const [name, value] of Object.entries(headers)) options.push('-H', `${name}: ${value}`);
  if (script) options.push('-s', join(here, script));
  options.push(url, ...(args.length ? ['--', ...args] : []));
  const child = spawn('wrk', options.map(String));
  let said = '';
  child.stdout.on('data', (text) => (said += text));
  child.stderr.on('data', (text) => (said += text));
  await new Promise((done) => child.once('exit', done));
  const of = (pattern) => pattern.exec(said)?.[1];
  if (!of(/Requests\/sec:\s+([\d.]+)/) || !of(/^\s+99%\s+([\d.]+(?:us|ms|s|m))/m)) throw new Error(`wrk said:\n${said}`);
  const bad = Number(of(/Non-2xx or 3xx responses: (\d+)/) ?? 0);
  const all = Number(of(/(\d+) requests in/));
  const broken = /Socket errors: .*/.exec(said)?.[0];
  if (bad || broken) console.log(`  (${bad} of ${all} answers were refusals${broken ? `; ${broken}` : ''})`);
  return {
    perSecond: (Number(of(/Requests\/sec:\s+([\d.]+)/)) * (all - bad)) / all,
    p50: toMilliseconds(of(/^\s+50%\s+(\S+)/m)),
    p99: toMilliseconds(of(/^\s+99%\s+(\S+)/m)),
  };
}
