// The core of the story for browsers that Playwright does not drive here. A driver has `goto`, `run` (a function and its
// arguments, in the page), `type` and `click` (by CSS selector), and `noise` (what the browser complained about).
import { Client, pairsOf } from './forms.js';
import { KAI, OWNER, PASSWORD } from './people.js';
import { until } from './server.js';

/** Runs in the page: marks the element with that role and name, and returns a selector for it. */
function mark(kind, name) {
  const shown = (element) => element.getClientRects().length > 0;
  const text = (element) => (element.getAttribute('aria-label') ?? element.textContent).trim();
  const of = {
    field: () => [...document.querySelectorAll('label')].filter((label) => text(label) === name).map((label) => label.control),
    button: () => [...document.querySelectorAll('button')].filter((button) => text(button).includes(name)),
    link: () => [...document.querySelectorAll('a[href]')].filter((link) => text(link) === name),
    css: () => [...document.querySelectorAll(name)],
  };
  const found = of[kind]().find((element) => element && shown(element));
  if (!found) return null;
  window.coterieMarks = (window.coterieMarks ?? 0) + 1;
  found.setAttribute('data-test', `m${window.coterieMarks}`);
  return `[data-test=m${window.coterieMarks}]`;
}

/** The owner, in a browser of their own, un-ticks Activate Sub-Account of a contact. */
async function untick(url, email) {
  const owner = await new Client(url).signIn(OWNER, PASSWORD);
  const people = await (await owner.fetch('/account/contacts')).text();
  const [, path] = new RegExp(`value="([0-9a-f-]{36})"[^>]*>[^<]*${email}`).exec(people);
  const form = await owner.form(`/account/contacts/${path}`, /\[email\]$/);
  const pairs = pairsOf(form, { language: 'en' }).filter(([name]) => name !== 'form[activate]');
  const answer = await owner.post(form.action, pairs);
  const where = answer.headers.get('location') ?? '';
  if (!/done=saved/.test(where)) throw new Error(`un-ticking answers ${answer.status} ${where}`);
}

export async function core(driver, url) {
  let passed = 0;
  const failures = [];
  const step = async (what, action) => {
    if (failures.length) return;
    try {
      await action();
      passed += 1;
      console.log(`✓ ${driver.name}: ${what}`);
    } catch (error) {
      failures.push(what);
      console.log(`✗ ${driver.name}: ${what}\n  ${error.stack ?? error}`);
    }
  };
  const find = (kind, name) => until(`the ${kind} "${name}"`, () => driver.run(mark, kind, name).catch(() => null));
  const type = async (label, text) => driver.type(await find('field', label), text);
  const click = async (kind, name) => driver.click(await find(kind, name));
  const page = () => driver.run(() => ({ path: location.pathname, text: document.querySelector('main').innerText }));
  const shows = (pattern) => until(`the page to show ${pattern}`, async () => pattern.test((await page().catch(() => ({ text: '' }))).text));
  const at = (path) => until(`the page ${path}`, async () => (await page().catch(() => ({}))).path === path);
  const hydrated = () =>
    until('the client to take over', () => driver.run(() => performance.getEntriesByName('hydrated').length > 0).catch(() => false));

  await step('the sign-in page is taken over by the client', async () => {
    await driver.goto(`${url}/login`);
    await hydrated();
    // This button comes with the client.
    await find('button', 'Show');
  });
  await step('the owner signs in', async () => {
    await type('Email Address', OWNER);
    await type('Password', PASSWORD);
    await click('css', 'main button[type=submit]');
    await at('/');
  });
  await step('Contacts is taken over by the client', async () => {
    await driver.goto(`${url}/account/contacts/new`);
    await hydrated();
    await find('field', 'First Name');
  });
  await step('a wrong address is told as one leaves the field', async () => {
    await type('Email Address', 'nonsense');
    await type('First Name', 'Wanda');
    await until('the problem', () => driver.run(() => !!document.querySelector('.field.invalid .problem')?.textContent.trim()));
  });
  await step('a box brings its parent', async () => {
    await click('field', 'Activate Sub-Account');
    await click('field', 'View & Modify Product Passwords');
    await until('the parent to be ticked', () =>
      driver.run(() => document.querySelector('input[name="form[permissions][products]"]').checked));
  });
  await step('a contact is added', async () => {
    await driver.run(() => (document.querySelector('input[name="form[email]"]').value = ''));
    await type('Email Address', 'wanda@river.test');
    await type('Last Name', 'River');
    await click('button', 'Save Changes');
    await shows(/Wanda River/);
    await shows(/saved|added/i).catch(() => {});
  });
  await step('another page opens without loading anew', async () => {
    await driver.run(() => (window.stayed = true));
    await click('css', 'nav#sections a[href="/services"], a[href="/help/contacts"]');
    await until('the other page', async () => !(await page()).path.startsWith('/account/contacts'));
    if (!(await driver.run(() => window.stayed === true))) throw new Error('the page was loaded anew');
  });
  await step('the owner signs out', async () => {
    await driver.collect?.();
    await click('css', 'button[popovertarget=name-menu]');
    await click('button', 'Sign out');
    await at('/login');
    // The page that comes after signing out is a new one: nothing may be asked of it before it is there.
    await hydrated();
  });
  await step('a sub-account sees what was granted, and nothing else', async () => {
    await driver.goto(`${url}/login`);
    await hydrated();
    await type('Email Address', KAI);
    await type('Password', PASSWORD);
    await click('css', 'main button[type=submit]');
    await at('/');
    const links = await until('the sections', () =>
      driver.run(() => {
        const found = [...document.querySelectorAll('nav#sections a')].map((link) => link.textContent);
        return found.length > 0 && found;
      }));
    if (links.join() !== 'Home,Domains') throw new Error(`the sections are ${links}`);
    await driver.goto(`${url}/domains`);
    await hydrated();
    await shows(/nordvind\.test/);
  });
  await step('the owner un-ticks, and the open page is out at the next click', async () => {
    await untick(url, KAI);
    await driver.collect?.();
    await click('css', 'nav#sections a[href="/"]');
    await shows(/ended/i);
    if (await driver.run(() => !!document.querySelector('nav#sections'))) throw new Error('the sections are still there');
  });
  await step('the browser complained about nothing', async () => {
    if (driver.noise.length) throw new Error(driver.noise.join('\n  '));
  });
  console.log(`${passed} passed, ${failures.length} failed (${driver.name})`);
  return failures.length === 0;
}
