// What an announcement to many recipients takes, and what pages take meanwhile, on both databases.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '../support/forms.js';
import { OWNER, PASSWORD } from '../support/people.js';
import { Server, binary, environment, sleep, until } from '../support/server.js';
import { figure } from './report.js';
import { SETTINGS as USUAL, memory, onBoth, seconds as secondsOr, withDemo } from './setting.mjs';
import { Sink } from './sink.mjs';
import { wrk } from './wrk.mjs';

const accounts = Number(process.env.ACCOUNTS ?? 100_000);
const seconds = secondsOr(15);
const SETTINGS = { ...USUAL, COTERIE_MAIL_DOMAIN_RATE: '0' };

/** Accounts with an owner each, who gets General emails; the owners at ten destinations. */
function fill(database) {
  const [numbers, id] =
    database.engine === 'postgres'
      ? [`generate_series(1, ${accounts}) AS s(n)`, 'gen_random_uuid()']
      : [`(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < ${accounts}) SELECT n FROM s)`, 'randomblob(16)'];
  const address = `'owner' || n || '@many' || (n % 10) || '.test'`;
  database.sql(`
    CREATE TEMP TABLE many AS SELECT n, ${id} AS owner, ${id} AS account FROM ${numbers};
    INSERT INTO users (id, email, email_canonical, name, locale, created_at)
      SELECT owner, ${address}, ${address}, 'Owner ' || n, 'en', 0 FROM many;
    INSERT INTO accounts (id, owner_user_id, first_name, last_name, company, phone, address1, address2, city, region, postcode, country, tax_id, locale, time_zone, created_at, version)
      SELECT account, owner, '', '', 'Company ' || n, '', '', '', '', '', '', 'NO', '', 'en', 'UTC', 0, 1 FROM many;
    INSERT INTO account_owner_categories (account_id, category) SELECT account, 'general' FROM many;`);
}

/** The most memory that a process has had. */
const peak = (pid) => memory(pid, 'VmHWM');

/** Runs a command to its end: how long it took, the most memory it had, what it said. */
async function run(args, settings) {
  const began = performance.now();
  const child = spawn(binary(), args, { env: environment(settings), cwd: tmpdir() });
  let said = '';
  let most = 0;
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const timer = setInterval(() => {
    try {
      most = Math.max(most, peak(child.pid));
    } catch {
      // It has ended.
    }
  }, 20);
  const code = await new Promise((done) => child.once('exit', done));
  clearInterval(timer);
  if (code !== 0) throw new Error(`coterie ${args.join(' ')} ended with ${code}:\n${said}`);
  return { seconds: (performance.now() - began) / 1000, most, said };
}

/** The contacts page on one connection, for as long as something goes on or some seconds. */
async function page(server, client, duration = seconds) {
  const headers = { cookie: client.cookie, accept: 'text/html' };
  return wrk(`${server.url}/account/contacts`, { connections: 1, threads: 1, duration, headers });
}

function latency(what, { p50, p99 }, without) {
  figure(`contacts page ${what}, p50`, p50, 'ms');
  figure(`contacts page ${what}, p99${without ? ' (times that without)' : ''}`, p99, 'ms', without && { atMost: 2 * without.p99 });
}

async function measure(database, folder) {
  fill(database);
  const sink = await new Sink().start();
  const settings = { ...SETTINGS, COTERIE_SMTP_URL: sink.url };
  const file = join(folder, 'announcement.txt');
  writeFileSync(file, '[en]\nSubject: Our support is open on Saturdays now\n\nFrom 1 April you reach us on Saturdays too, from 9 to 15.\n');
  const server = await Server.start({ database, settings });
  const client = await new Client(server.url).signIn(OWNER, PASSWORD);
  await page(server, client, 3);
  const without = await page(server, client);
  latency('without mail', without);

  // While it is queued, the first leave already, at the usual rate of an announcement.
  const queueing = run(['announce', file, '--all', '--rate', '1200'], server.settings);
  const [queued, during] = await Promise.all([queueing, page(server, client, Math.max(3, Math.min(seconds, Math.ceil(accounts / 5000))))]);
  figure(`queueing ${accounts.toLocaleString('en')} recipients`, queued.seconds, 's');
  figure("  the command's memory, at most", queued.most, 'MiB');
  latency('while it is queued', during, without);
  const usual = await page(server, client);
  latency('while 1,200 a minute leave', usual, without);

  const id = /announcement (\S+)/.exec(queued.said)[1];
  const ours = 'announcement_id IS NOT NULL';
  const count = (what, where) => Number(database.sql(`SELECT count(${what}) FROM outbox WHERE ${ours} AND ${where}`));
  // As fast as they leave.
  database.sql(`UPDATE announcements SET per_minute = 0; UPDATE outbox SET next_at = 0 WHERE ${ours} AND state = 'queued';`);
  const [before, began] = [sink.taken, performance.now()];
  await sleep(4000);
  const fast = await page(server, client);
  await until('all to be sent', () => count('*', "state = 'queued'") === 0 || undefined, 3_600_000, 1000);
  const took = (performance.now() - began) / 1000;
  figure(`sending ${(sink.taken - before).toLocaleString('en')} as fast as they leave`, took, 's');
  figure('  emails a second', (sink.taken - before) / took, '/s');
  latency('while as many leave as can', fast, without);
  figure('the server\'s memory, at most', peak(server.process.pid), 'MiB', { atMost: 64 });

  const sent = count('*', "state = 'sent'");
  const people = count('DISTINCT recipient', 'true');
  // Beside the announcement, the demo's own notices leave: what is due by time.
  const all = Number(database.sql("SELECT count(*) FROM outbox WHERE state = 'sent'"));
  console.log(`  ${sink.taken.toLocaleString('en')} taken by the mail server, ${sent.toLocaleString('en')} of the announcement recorded as sent, to ${people.toLocaleString('en')} people, and ${all - sent} others (announcement ${id})`);
  if (sink.taken !== all || sent !== people) throw new Error('emails were lost or sent twice');
  await server.stop();
  await sink.stop();
}

await onBoth((engine, folder) => withDemo(engine, (database) => measure(database, folder)), 15);
