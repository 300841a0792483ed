// Mail through a real SMTP server: what arrives, and that an outage or a power cut loses none and sends none twice.
import { spawnSync } from 'node:child_process';
import { test, expect } from '../support/fixtures.js';
import { KAI, OWNER, expectDone, fill, open, save, signIn, tick } from '../support/flows.js';
import { Client } from '../support/forms.js';
import { unescape } from '../support/mail.js';
import { Mailserver } from '../support/smtp.js';
import { Server, binary, freePort, sleep, until } from '../support/server.js';

const LINE = { 'First Name': 'Åse', 'Last Name': 'Østby', 'Email Address': 'aase@post.test' };

/** A server whose mail goes to that SMTP server. */
const serving = (url, settings = {}) =>
  Server.start({ settings: { COTERIE_SMTP_URL: url, COTERIE_MAIL_FROM: 'no-reply@provider.test', COTERIE_BRAND: 'Fjord & Fonn', ...settings } });

/** What the worker put off is due now: nobody waits half a minute in a test. */
const dueNow = (server) =>
  server.sql("UPDATE outbox SET next_at = 0, lease_until = NULL WHERE state = 'queued'");

async function invite(page, person = LINE) {
  await signIn(page, OWNER);
  await open(page, '/account/contacts/new');
  await fill(page, person);
  await page.getByLabel('Language').selectOption('nb');
  await tick(page, 'Activate Sub-Account', 'View Domains');
  await save(page);
  await expectDone(page);
}

test.describe('', () => {
  let smtp;
  let server;
  test.use({
    // The page talks to a server of the test's own.
    baseURL: async ({}, use) => {
      smtp = await new Mailserver({ user: 'coterie', password: 'p@ss/word' }).start();
      server = await serving(smtp.url);
      await use(server.url);
      await server.stop();
      await smtp.stop();
    },
  });

  test('an invitation arrives in both parts and in the language of its reader, and its link works', async ({ page, visitor }) => {
    await invite(page);
    const [mail] = await smtp.waitFor(LINE['Email Address']);
    expect(mail.envelope.rcptTo).toHaveLength(1);
    expect(mail.to.value).toEqual([{ address: LINE['Email Address'], name: 'Åse Østby' }]);
    expect(mail.cc ?? mail.bcc).toBeUndefined();
    expect(mail.from.value[0].address).toBe('no-reply@provider.test');
    expect(mail.messageId).toMatch(/^<.+@.+>$/);
    expect(Math.abs(mail.date - Date.now())).toBeLessThan(120_000);
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.subject).toContain('Northwind Studio');
    expect(mail.text).toMatch(/\b(du|deg)\b/);
    expect(mail.html).toContain('lang="nb"');
    const pattern = new RegExp(`${server.url}/invitations\\?token=[\\w-]+`);
    expect(mail.text).toMatch(pattern);
    const link = pattern.exec(mail.text)[0];
    expect(unescape(mail.html)).toContain(link);
    expect(mail.html).not.toMatch(/<(script|img|link|iframe)/);
    // The secret is in the mail alone.
    const token = new URL(link).searchParams.get('token');
    expect(server.sql('SELECT * FROM outbox')).not.toContain(token);
    expect(server.sql('SELECT * FROM invitations')).not.toContain(token);

    // The owner did it, and is not told what the owner did.
    expect(smtp.to(OWNER).filter((mail) => mail.text.includes(LINE['First Name']))).toEqual([]);
    const guest = await visitor();
    await guest.goto(link);
    await expect(guest.locator('main')).toContainText('Northwind Studio');
    await expect(guest.getByLabel('New Password', { exact: true }).or(guest.getByLabel('Nytt passord', { exact: true }))).toBeVisible();
  });

  test('an outage loses nothing, sends nothing twice and slows no page', async ({ page }) => {
    await smtp.stop();
    const started = Date.now();
    await invite(page);
    expect(Date.now() - started).toBeLessThan(10_000);
    await until('the first attempt', () => Number(server.sql('SELECT max(attempts) FROM outbox')) >= 1);
    await smtp.start(smtp.port);
    dueNow(server);
    await smtp.waitFor(LINE['Email Address']);
    dueNow(server);
    await sleep(4_000);
    expect(smtp.to(LINE['Email Address'])).toHaveLength(1);
    expect(server.sql("SELECT count(*) FROM outbox WHERE state = 'queued'")).toBe('0');
  });

  test('"later" is tried again, "never" is not', async ({ page }) => {
    smtp.mode = 'later';
    await invite(page);
    // Others' emails leave meanwhile too: what is due by time.
    const said = (to) => server.sql(`SELECT last_error FROM outbox WHERE recipient = '${to}'`);
    await until('a temporary refusal', () => /451|later/.test(said(LINE['Email Address'])));
    smtp.mode = 'accept';
    dueNow(server);
    await smtp.waitFor(LINE['Email Address']);

    smtp.mode = 'never';
    await open(page, '/account/contacts/new');
    await fill(page, { 'First Name': 'No', 'Last Name': 'One', 'Email Address': 'noone@post.test' });
    await tick(page, 'Activate Sub-Account');
    await save(page);
    await expectDone(page);
    await until('the refusal', () => /550|no such/.test(said('noone@post.test')));
    smtp.mode = 'accept';
    dueNow(server);
    await sleep(4_000);
    expect(smtp.to('noone@post.test')).toEqual([]);
  });

  test('a power cut between commit and delivery loses nothing and sends nothing twice', async ({ page }) => {
    // The mail server takes the connection and never answers: the change is committed, the mail is under way.
    smtp.mode = 'hang';
    await invite(page);
    await until('the attempt to be under way', () => Number(server.sql("SELECT max(attempts) FROM outbox WHERE recipient = 'aase@post.test'")) >= 1);
    await server.kill();
    smtp.mode = 'accept';
    expect(smtp.to(LINE['Email Address'])).toEqual([]);
    dueNow(server);
    await server.run();
    await smtp.waitFor(LINE['Email Address']);
    await sleep(4_000);
    expect(smtp.to(LINE['Email Address'])).toHaveLength(1);
  });

  test('asked to end, it finishes the mail that is being sent', async ({ page }) => {
    await invite(page);
    server.process.kill('SIGTERM');
    const { code } = await server.ended;
    expect(code).toBe(0);
    const sent = smtp.to(LINE['Email Address']).length;
    const queued = Number(server.sql("SELECT count(*) FROM outbox WHERE state = 'queued' AND recipient = 'aase@post.test'"));
    expect(sent + queued).toBe(1);
    await server.run();
    await smtp.waitFor(LINE['Email Address']);
    expect(smtp.to(LINE['Email Address'])).toHaveLength(1);
  });
});

test('mail never leaves in the clear where TLS is asked for', async () => {
  const smtp = await new Mailserver().start();
  const server = await serving(`${smtp.url}?tls=required`);
  await forgot(server, KAI);
  await until('the refused attempt', () => Number(server.sql('SELECT max(attempts) FROM outbox')) >= 1 && server.sql('SELECT last_error FROM outbox'));
  expect(smtp.received).toEqual([]);
  await server.stop();
  await smtp.stop();
});

test('mail is not handed to a server whose certificate nobody vouches for', async () => {
  const smtp = await new Mailserver({ tls: 'required' }).start();
  const server = await serving(smtp.url);
  await forgot(server, KAI);
  await until('the refused attempt', () => /certificate|tls/i.test(server.sql('SELECT last_error FROM outbox')));
  expect(smtp.received).toEqual([]);
  await server.stop();
  await smtp.stop();
});

test('a wrong configuration stops the start with one line that names it', async () => {
  for (const [variable, value] of [
    ['COTERIE_SMTP_URL', 'mail.example'],
    ['COTERIE_LISTEN', 'nowhere'],
    ['COTERIE_PUBLIC_URL', 'ftp://x'],
    ['COTERIE_DATABASE_URL', 'mysql://x'],
    ['COTERIE_DEMO', 'maybe'],
    ['COTERIE_LOG_FORMAT', 'xml'],
    ['COTERIE_TRUSTED_PROXIES', 'everyone'],
  ]) {
    const port = await freePort();
    const { status, stderr } = spawnSync(binary(), ['serve'], {
      env: { PATH: process.env.PATH, COTERIE_LISTEN: `127.0.0.1:${port}`, COTERIE_DATABASE_URL: 'sqlite::memory:', COTERIE_MAIL_FROM: 'a@b.test', [variable]: value },
      cwd: '/tmp',
      encoding: 'utf8',
      timeout: 10_000,
    });
    expect(status, `${variable}: ${stderr}`).toBe(2);
    expect(stderr.trim().split('\n'), stderr).toHaveLength(1);
    expect(stderr).toContain(variable);
  }
});

/** Asks for a reset link as the form without JavaScript does. */
async function forgot(server, email) {
  const answer = await new Client(server.url).submit('/forgot-password', /email/, { email });
  expect(answer.status).toBeLessThan(400);
}
