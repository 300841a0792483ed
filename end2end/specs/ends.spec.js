// Every way in which a login ends × {a server function called from the open page, the back button, opening a page}.
import { test, expect } from '../support/fixtures.js';
import {
  KAI,
  OWNER,
  PASSWORD,
  choose,
  endAccess,
  expectDone,
  fill,
  heading,
  open,
  ready,
  save,
  signIn,
  signOut,
  tick,
  untick,
} from '../support/flows.js';
import { waitForLink } from '../support/mail.js';

/** The owner, looking at Kai. */
async function ownerAtKai(visitor) {
  const owner = await visitor();
  await signIn(owner, OWNER);
  await open(owner, '/account/contacts');
  await choose(owner, 'Kai');
  await expect(owner.getByLabel('Email Address')).toHaveValue(KAI);
  return owner;
}

/** Kai in another browser, on the page about the own login. */
async function kaiElsewhere(visitor) {
  const page = await visitor();
  await signIn(page, KAI);
  await open(page, '/account/security');
  return page;
}

/** What the owner, Kai elsewhere, or time does. Each leaves the open session without *View Domains*. */
const ends = {
  'the box is un-ticked': async ({ visitor }) => {
    const owner = await ownerAtKai(visitor);
    await untick(owner, 'Activate Sub-Account');
    await save(owner);
    await expectDone(owner);
  },
  'the contact is deleted': async ({ visitor }) => {
    const owner = await ownerAtKai(visitor);
    await owner.getByRole('button', { name: 'Delete Contact' }).first().click();
    await owner.getByRole('dialog').getByRole('button', { name: /delete/i }).click();
    await expect(owner.getByRole('combobox', { name: 'Choose Contact' })).not.toContainText('Kai');
  },
  'the address is changed': async ({ visitor }) => {
    const owner = await ownerAtKai(visitor);
    await fill(owner, { 'Email Address': 'kai.new@zones.test' });
    await save(owner);
    await expectDone(owner);
  },
  'the permission is removed': async ({ visitor }) => {
    const owner = await ownerAtKai(visitor);
    await untick(owner, 'View Domains');
    await tick(owner, 'View & Open Support Tickets');
    await save(owner);
    await expectDone(owner);
  },
  'the access end passes': async ({ app }) => {
    endAccess(app, KAI);
  },
  'the person leaves the account': async ({ visitor }) => {
    const elsewhere = await kaiElsewhere(visitor);
    await elsewhere.getByRole('button', { name: 'Leave Northwind Studio' }).click();
    await elsewhere.getByRole('dialog').getByRole('button', { name: /leave/i }).click();
    await expect(elsewhere.locator('main')).toContainText(/ended/i);
  },
  'the password is changed elsewhere': async ({ visitor }) => {
    const elsewhere = await kaiElsewhere(visitor);
    const change = elsewhere.locator('main form', { has: elsewhere.getByLabel('Repeat Password') });
    await change.getByLabel('Current Password').fill(PASSWORD);
    await change.getByLabel('New Password', { exact: true }).fill('four green boats');
    await change.getByLabel('Repeat Password').fill('four green boats');
    await change.getByRole('button', { name: 'Change password' }).click();
    await expectDone(elsewhere);
  },
  'the password is reset by link': async ({ visitor, app }) => {
    const elsewhere = await visitor();
    await open(elsewhere, '/forgot-password');
    await elsewhere.getByLabel('Email Address').fill(KAI);
    await elsewhere.locator('main form button[type=submit]').last().click();
    await elsewhere.goto(await waitForLink(app, KAI, '/reset-password'));
    await ready(elsewhere);
    await elsewhere.getByLabel('New Password', { exact: true }).fill('four green boats');
    await elsewhere.getByLabel('Repeat Password', { exact: true }).fill('four green boats');
    await elsewhere.locator('main form button[type=submit]').last().click();
    await elsewhere.waitForURL((url) => url.pathname !== '/reset-password');
  },
  'the session is ended elsewhere': async ({ visitor }) => {
    const elsewhere = await kaiElsewhere(visitor);
    const others = elsewhere.getByRole('button', { name: /^End the session/ });
    await expect(others).toHaveCount(1);
    await others.click();
    await expect(others).toHaveCount(0);
  },
  'another window signs out': async ({ page }) => {
    const window = await page.context().newPage();
    await open(window, '/');
    await signOut(window);
    await window.close();
  },
};

/** Calls the server function behind the Domains page, as the open page does. */
const callFromPage = (page) =>
  page.evaluate(async () => {
    const answer = await fetch('/api/page', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: 'path=%2Fdomains',
    });
    return { status: answer.status, body: await answer.text() };
  });

for (const [what, end] of Object.entries(ends)) {
  test(`an open session is over at once when ${what}`, async ({ page: kai, visitor, app }) => {
    await signIn(kai, KAI);
    await open(kai, '/domains');
    await expect(heading(kai)).toHaveText('Domains');
    const domain = (await kai.locator('main').innerText()).match(/\b[a-z0-9-]+\.[a-z]{2,8}\b/)[0];
    const before = await callFromPage(kai);
    expect(before.status).toBe(200);
    expect(before.body).toContain(domain);
    await kai.getByRole('contentinfo').getByRole('link').first().click();
    await expect(heading(kai)).not.toHaveText('Domains');

    await end({ visitor, app, page: kai });

    const { status, body } = await callFromPage(kai);
    await test.step('a server function called from the open page', async () => {
      expect([401, 403]).toContain(status);
      expect(body).not.toContain(domain);
    });
    await test.step('the back button', async () => {
      await kai.goBack();
      await expect(kai.locator('main')).toContainText(/sign in|ended|cannot open/i);
      await expect(kai.locator('main')).not.toContainText(domain);
      // Who is signed out is led to sign in: what is opened meanwhile would be broken off.
      if (status === 401) await kai.waitForURL((url) => url.pathname === '/login');
    });
    await test.step('opening the page', async () => {
      const response = await kai.goto('/domains');
      await ready(kai);
      const where = new URL(kai.url()).pathname;
      expect(where === '/login' || response.status() === 403).toBe(true);
      await expect(kai.locator('main')).not.toContainText(domain);
    });
  });
}

test('whose access ended reads that and when, and nothing else', async ({ page, app }) => {
  await signIn(page, KAI);
  endAccess(app, KAI);
  for (const path of ['/', '/domains', '/account/contacts', '/account/activity']) {
    const response = await open(page, path);
    expect(response.status(), path).toBe(403);
    await expect(page.locator('main')).toContainText('Northwind Studio');
    await expect(page.locator('main')).toContainText(/ended/i);
    await expect(page.locator('nav#sections')).toHaveCount(0);
  }
});

test('a cookie kept from before signing out opens nothing', async ({ page }) => {
  await signIn(page, KAI);
  const cookies = await page.context().cookies();
  await open(page, '/domains');
  await page.locator('button[popovertarget=name-menu]').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(/\/login/);
  await page.context().addCookies(cookies);
  await open(page, '/domains');
  expect(new URL(page.url()).pathname).toBe('/login');
});
