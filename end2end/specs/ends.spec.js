// Every way in which a login ends × {a server function called from the open page, the back button, opening a page}.
import { test, expect } from '../support/fixtures.js';
import { KAI, OWNER, choose, expectDone, fill, heading, open, ready, save, signIn, tick, untick } from '../support/flows.js';

const endNow = `UPDATE memberships SET ends_at = 1000 WHERE contact_id IN (SELECT id FROM contacts WHERE lower(email) = '${KAI}')`;

/** What the owner does, or time does. Each leaves Kai without *View Domains*. */
const ends = {
  'the box is un-ticked': async ({ owner }) => {
    await untick(owner, 'Activate Sub-Account');
    await save(owner);
    await expectDone(owner);
  },
  'the contact is deleted': async ({ owner }) => {
    await owner.getByRole('button', { name: 'Delete Contact' }).first().click();
    await owner.getByRole('dialog').getByRole('button', { name: /delete/i }).click();
    await expect(owner.getByRole('combobox', { name: 'Choose Contact' })).not.toContainText('Kai');
  },
  'the address is changed': async ({ owner }) => {
    await fill(owner, { 'Email Address': 'kai.new@zones.test' });
    await save(owner);
    await expectDone(owner);
  },
  'the permission is removed': async ({ owner }) => {
    await untick(owner, 'View Domains');
    await tick(owner, 'View & Open Support Tickets');
    await save(owner);
    await expectDone(owner);
  },
  'the access end passes': async ({ app }) => {
    app.sql(endNow);
  },
};

/** Calls the server function behind the Domains page, as the open page does. */
const callFromPage = (page) =>
  page.evaluate(async () => {
    const answer = await fetch('/api/domains', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: '',
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

    const owner = await visitor();
    await signIn(owner, OWNER);
    await open(owner, '/account/contacts');
    await choose(owner, 'Kai');
    await expect(owner.getByLabel('Email Address')).toHaveValue(KAI);
    await end({ owner, app });

    await test.step('a server function called from the open page', async () => {
      const { status, body } = await callFromPage(kai);
      expect([401, 403]).toContain(status);
      expect(body).not.toContain(domain);
    });
    await test.step('the back button', async () => {
      await kai.goBack();
      await expect(kai.locator('main')).toContainText(/sign in|ended|cannot open/i);
      await expect(kai.locator('main')).not.toContainText(domain);
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
  app.sql(endNow);
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
