// What people do, by the names they see. Everything that a test looks for stands here or in the test itself.
import { expect } from '@playwright/test';
import { PASSWORD } from './people.js';

export * from './people.js';

/** All pages for which nobody must choose anything first, with the permission that each needs. */
export const PAGES = {
  '/': null,
  '/account/details': 'Modify Master Account Profile',
  '/account/contacts': 'View & Manage Contacts',
  '/account/contacts/new': 'View & Manage Contacts',
  '/account/contacts/emails': 'View & Manage Contacts',
  '/account/activity': null,
  '/account/emails': 'View Emails',
  '/account/notifications': null,
  '/account/security': null,
  '/search': null,
  '/services': 'View Products & Services',
  '/domains': 'View Domains',
  '/invoices': 'View & Pay Invoices',
  '/quotes': 'View & Accept Quotes',
  '/tickets': 'View & Open Support Tickets',
  '/affiliates': 'View & Manage Affiliate Account',
  '/order': 'Place New Orders/Upgrades/Cancellations',
  '/help/contacts': null,
};

/** Waits until the client has taken over the page (at once where there is no JavaScript). */
export async function ready(page) {
  if (await page.locator('script[type=module]').count()) {
    await page.waitForFunction(() => performance.getEntriesByName('hydrated').length > 0);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }
}

/** Opens a page by its address, as one does from a bookmark. */
export async function open(page, path) {
  const response = await page.goto(path);
  if (!page.withoutScript) await ready(page);
  return response;
}

export async function signIn(page, email, password = PASSWORD) {
  await open(page, '/login');
  await page.getByLabel('Email Address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => url.pathname !== '/login');
  if (!page.withoutScript) await ready(page);
}

export const nameMenu = (page) => page.locator('button[popovertarget=name-menu]');

/** Chooses one of several accounts. */
export async function chooseAccount(page, name) {
  await open(page, '/accounts');
  await page.locator('main').getByRole('button', { name: new RegExp(name) }).click();
  await expect(page.locator('header .account')).toHaveText(name);
}

/** Time does: the access of a contact ended long ago. */
export function endAccess(app, email) {
  app.sql(`UPDATE memberships SET ends_at = 1000 WHERE contact_id IN (SELECT id FROM contacts WHERE lower(email) = '${email}')`);
}

export async function signOut(page) {
  await nameMenu(page).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(/\/login/);
}

/** Opens an entry of the name menu. */
export async function fromNameMenu(page, entry) {
  await nameMenu(page).click();
  await page.locator('#name-menu').getByRole('link', { name: entry, exact: true }).click();
}

export const heading = (page) => page.getByRole('heading', { level: 1 });

/** Chooses a person (or Add new Contact) on the Contacts page. */
export async function choose(page, label) {
  const chooser = page.getByRole('combobox', { name: 'Choose Contact' });
  const option = chooser.locator('option', { hasText: label });
  const value = await option.first().getAttribute('value');
  await chooser.selectOption(value ?? label);
}

/** Fills in what is given of the contact form. */
export async function fill(page, fields) {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
}

export async function tick(page, ...labels) {
  for (const label of labels) await page.getByRole('checkbox', { name: label, exact: true }).check();
}

export async function untick(page, ...labels) {
  for (const label of labels) await page.getByRole('checkbox', { name: label, exact: true }).uncheck();
}

export async function save(page) {
  await page.getByRole('button', { name: 'Save Changes' }).click();
}

/** The names of the sections in the side navigation. */
export async function sections(page) {
  return page.locator('nav#sections a').allInnerTexts();
}

/** A form of the page as a browser would post it now: where to, and the pairs. */
export async function formOf(page, button = 'Save Changes') {
  return page.getByRole('button', { name: button }).first().evaluate((element) => ({
    action: element.form.getAttribute('action'),
    pairs: [...new FormData(element.form)],
  }));
}

/** Posts pairs as a form of ours does, following nothing. */
export async function post(page, action, pairs, headers = {}) {
  const origin = new URL(page.url()).origin;
  const body = typeof pairs === 'string' || pairs instanceof Uint8Array ? pairs : new URLSearchParams(pairs).toString();
  return page.context().request.post(new URL(action, origin).href, {
    data: body instanceof Uint8Array ? Buffer.from(body) : body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin,
      referer: page.url(),
      accept: 'application/json',
      ...headers,
    },
    maxRedirects: 0,
    failOnStatusCode: false,
  });
}

export async function expectRefused(page, permission) {
  await expect(heading(page)).toHaveText('You cannot open this');
  await expect(page.locator('main')).toContainText(permission);
  await expect(page.locator('main').getByRole('heading', { name: 'You can open' })).toBeVisible();
}

/** Waits until the page says that it did what was asked. */
export async function expectDone(page) {
  await expect(page.locator('.notice[data-tone=good]').filter({ visible: true }).first()).toContainText(/saved|added|changed|deleted/i);
}
