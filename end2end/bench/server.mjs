// The figures of a server under load, on both databases, each beside the goal of the design.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, pairsOf } from '../support/forms.js';
import { OWNER, PASSWORD } from '../support/people.js';
import { Server, binary, command, sleep } from '../support/server.js';
import { measureLists } from './lists.mjs';
import { measureLog } from './log.mjs';
import { figure, median } from './report.js';
import { SETTINGS, memory, onBoth, withDemo } from './setting.mjs';
import { wrk } from './wrk.mjs';

/** What the contacts page is to reach with 16 connections, a second. */
const PAGES = { sqlite: 3000, postgres: 5000 };

const resident = (pid) => memory(pid, 'VmRSS');

/** The most memory that a process has while something goes on. */
async function most(pid, work) {
  let peak = 0;
  const timer = setInterval(() => (peak = Math.max(peak, resident(pid))), 50);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return peak;
}

/** How long from starting the process to its first good answer; and how long a process takes that does nothing. */
async function startTime(database) {
  const times = [];
  const idle = [];
  for (let round = 0; round < 9; round += 1) {
    const before = performance.now();
    spawnSync(binary(), ['--version']);
    idle.push(performance.now() - before);
    const server = await Server.start({ database, settings: SETTINGS });
    times.push(server.startMilliseconds);
    await server.stop();
  }
  return { start: median(times), nothing: median(idle) };
}

/** Fills the account of the demo's owner up to 20 contacts. */
async function fillUp(client) {
  const form = await client.form('/account/contacts/new', /first_name/);
  const page = await (await client.fetch('/account/contacts')).text();
  const there = new Set([...page.matchAll(/\/account\/contacts\/([0-9a-f-]{36})/g)].map((found) => found[1])).size;
  for (let number = there; number < 20; number += 1) {
    await save(client, form, { first_name: 'Person', last_name: `Number ${number}`, email: `person${number}@bench.test` });
  }
}

async function save(client, form, values) {
  const answer = await client.post(form.action, pairsOf(form, values), { accept: 'application/json' });
  if (!answer.ok) throw new Error(`a contact cannot be saved: ${answer.status} ${await answer.text()}`);
}

/** Accounts with 20 contacts each, and a line for save.lua for each contact. */
async function manyContacts(server, accounts, folder) {
  const lines = [];
  let action;
  for (let number = 0; number < accounts; number += 1) {
    const email = `owner${number}@bench.test`;
    const settings = { ...server.settings };
    command(['account', 'create', '--company', `Bench ${number}`, '--email', email], settings);
    const link = /https?:\S+/.exec(command(['user', 'reset-link', email], settings))[0];
    const client = new Client(server.url, { 'x-forwarded-for': `10.99.0.${number + 1}` });
    const { pathname, search } = new URL(link);
    const set = await client.submit(pathname + search, /new_password/, { new_password: PASSWORD, repeat_password: PASSWORD });
    if (set.status >= 400) throw new Error(`no password for ${email}: ${set.status}`);
    // The link signs in by itself.
    await fillUp(client);
    const page = await (await client.fetch('/account/contacts')).text();
    for (const id of new Set([...page.matchAll(/\/account\/contacts\/([0-9a-f-]{36})/g)].map((found) => found[1]))) {
      const form = await client.form(`/account/contacts/${id}`, /first_name/);
      action = form.action;
      const pairs = pairsOf(form, {}).filter(([name]) => !/\[(city|version|country)\]$/.test(name));
      const version = pairsOf(form, {}).find(([name]) => /\[version\]$/.test(name))[1];
      lines.push([client.cookie, version, new URLSearchParams(pairs)].join('\t'));
    }
  }
  const file = join(folder, 'save.tsv');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return { file, action, count: lines.length };
}

async function measure(database, folder) {
  const { start, nothing } = await startTime(database);
  figure(`start on a migrated database (\`--version\` takes ${nothing.toFixed(1)} ms here)`, start, 'ms', { atMost: 10 });

  const server = await Server.start({ database, settings: SETTINGS });
  await sleep(2_000);
  figure('memory, idle', resident(server.process.pid), 'MiB', { atMost: 15 });

  const client = await new Client(server.url).signIn(OWNER, PASSWORD);
  await fillUp(client);
  const page = `${server.url}/account/contacts`;
  const html = await (await client.fetch('/account/contacts')).text();
  if (!/person19@bench\.test|Number 19/.test(html) || !html.includes('</html>')) throw new Error('the page is not complete');
  const headers = { cookie: client.cookie, accept: 'text/html' };
  await wrk(page, { connections: 16, duration: 2, headers });
  const many = await wrk(page, { connections: 16, headers });
  figure('contacts page, 20 contacts, 16 connections', many.perSecond, '/s', { atLeast: PAGES[database.engine] });
  figure('  its p99', many.p99, 'ms');
  const one = await wrk(page, { connections: 1, headers });
  figure('contacts page, 1 connection, p50', one.p50, 'ms', { atMost: 0.5 });
  figure('contacts page, 1 connection, p99', one.p99, 'ms', { atMost: 1.5 });
  figure('  its size as HTML', html.length / 1024, 'KiB');

  const form = await client.form('/login', /password/).catch(() => new Client(server.url).form('/login', /password/));
  const bodies = join(folder, 'sign-in.txt');
  writeFileSync(bodies, `${new URLSearchParams(pairsOf(form, { email: OWNER, password: PASSWORD }))}\n`);
  const signIns = (connections) =>
    wrk(server.url, { connections, script: 'sign-in.lua', args: [form.action, bodies] });
  let rate;
  const peak = await most(server.process.pid, async () => (rate = await signIns(16)));
  figure('sign-ins, 16 connections', rate.perSecond, '/s', { atLeast: 140 });
  figure('memory, under sign-in load', peak, 'MiB', { atMost: 64 });
  const [beside] = await Promise.all([wrk(page, { connections: 1, headers }), signIns(16)]);
  figure("contacts page's p99 meanwhile, as a multiple of before", beside.p99 / one.p99, '×', { atMost: 2 });
  figure('  it is', beside.p99, 'ms');

  const saves = await manyContacts(server, 20, folder);
  const saved = await wrk(server.url, {
    connections: 16,
    script: 'save.lua',
    args: [saves.action, saves.file, 2],
  });
  figure('saving a contact with its activity entry, 16 connections', saved.perSecond, '/s', { atLeast: 2500 });
  figure('  its p99', saved.p99, 'ms');
  await sleep(1_000);
  figure('memory, after all this', resident(server.process.pid), 'MiB');
  await server.stop();
  console.log(`  ${command(['activity', 'verify'], server.settings).trim().split('\n').pop()}`);
}

await onBoth(async (engine, folder) => {
  await withDemo(engine, (database) => measure(database, folder));
  await withDemo(engine, (database) => measureLog(database, SETTINGS));
  await withDemo(engine, (database) => measureLists(database, SETTINGS));
}, 8);
