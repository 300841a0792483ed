// The whole story on a phone: an accountant gets invoices by mail, a developer gets two permissions, and loses them.
import { test, expect } from '../support/fixtures.js';
import {
  OWNER,
  choose,
  expectDone,
  expectRefused,
  fill,
  fromNameMenu,
  heading,
  open,
  ready,
  save,
  signIn,
  tick,
  untick,
} from '../support/flows.js';
import { mails, waitForLink, waitForMail } from '../support/mail.js';

const ACCOUNTANT = 'maria@books.test';
const DEVELOPER = 'tariq@forge.test';
const OWN = 'a long walk at noon';

test('the owner shares the account, and takes it back', async ({ page: owner, app, visitor }) => {
  test.setTimeout(240_000);
  await signIn(owner, OWNER);
  await fromNameMenu(owner, 'Contacts');
  await expect(heading(owner)).toHaveText('Contacts');

  await test.step('an accountant, with Invoice emails only', async () => {
    await choose(owner, 'Add new Contact');
    await expect(owner.getByLabel('First Name')).toBeVisible();
    // Nothing is preselected, and nobody sets another person's password.
    await expect(owner.locator('main input[type=checkbox]:checked')).toHaveCount(0);
    await expect(owner.locator('main input[type=password]')).toHaveCount(0);
    await fill(owner, { 'First Name': 'Maria', 'Last Name': 'Lund', 'Email Address': ACCOUNTANT });
    await tick(owner, 'Invoice Emails');
    await save(owner);
    await expectDone(owner);
    await expect(owner.locator('main')).toContainText('Maria Lund');
    expect(await mails(app, ACCOUNTANT)).toEqual([]);
  });

  await test.step('a developer, with two permissions', async () => {
    await open(owner, '/account/contacts/new');
    await fill(owner, { 'First Name': 'Tariq', 'Last Name': 'Aziz', 'Email Address': DEVELOPER });
    await tick(owner, 'Activate Sub-Account');
    await tick(owner, 'View & Modify Product Passwords');
    // A child brings its parent, visibly.
    await expect(owner.getByRole('checkbox', { name: 'View Products & Services' })).toBeChecked();
    await save(owner);
    await expectDone(owner);
    await expect(owner.locator('main')).toContainText('Tariq Aziz');
    await waitForMail(app, DEVELOPER, /Northwind Studio/);
  });

  const developer = await visitor();
  await test.step('the developer follows Forgot Password', async () => {
    const seen = await mails(app, DEVELOPER);
    await open(developer, '/login');
    await developer.getByRole('link', { name: 'Forgot Password' }).click();
    await expect(heading(developer)).toHaveText('Forgot Password');
    await developer.getByLabel('Email Address').fill(DEVELOPER);
    await developer.locator('main form button[type=submit]').last().click();
    const link = await waitForLink(app, DEVELOPER, '/reset-password', seen);
    await developer.goto(link);
    await ready(developer);
    await developer.getByLabel('New Password', { exact: true }).fill(OWN);
    await developer.getByLabel('Repeat Password', { exact: true }).fill(OWN);
    await developer.locator('main form button[type=submit]').last().click();
    await developer.waitForURL((url) => url.pathname !== '/reset-password');
    if (new URL(developer.url()).pathname === '/login') await signIn(developer, DEVELOPER, OWN);
    await ready(developer);
  });

  await test.step('and sees services, and nothing of invoices', async () => {
    await open(developer, '/');
    await expect(developer.locator('body')).toContainText('Northwind Studio');
    await expect(developer.locator('main')).toContainText(/services/i);
    await expect(developer.locator('body')).not.toContainText(/invoice|unpaid|domains|quotes/i);
    await developer.getByRole('button', { name: 'Menu' }).click();
    const sections = developer.getByRole('navigation', { name: 'Sections' });
    await expect(sections.getByRole('link')).toHaveText(['Home', 'Services']);
    await sections.getByRole('link', { name: 'Services' }).click();
    await expect(heading(developer)).toHaveText('Services');
    await expect(developer.locator('main')).not.toContainText(/€|\$|\bkr\b|NOK|EUR/);
    const refused = await open(developer, '/invoices');
    expect(refused.status()).toBe(403);
    await expectRefused(developer, 'View & Pay Invoices');
    await expect(developer.locator('main').getByRole('link', { name: 'Services' })).toBeVisible();
    await expect(developer.locator('main')).not.toContainText(/€|INV/);
  });

  await test.step('the owner sees the state, and un-ticks', async () => {
    await open(developer, '/services');
    await open(owner, '/account/contacts');
    await choose(owner, 'Tariq Aziz');
    await expect(owner.getByRole('checkbox', { name: 'Activate Sub-Account' })).toBeChecked();
    await untick(owner, 'Activate Sub-Account');
    await save(owner);
    await expectDone(owner);
  });

  await test.step('and the developer is out at the next click', async () => {
    await developer.getByRole('button', { name: 'Menu' }).click();
    await developer.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Home' }).click();
    await expect(developer.locator('main')).toContainText(/sign in|ended/i);
    await expect(developer.locator('nav#sections')).toHaveCount(0);
    // What happened is said after signing in correctly, and nothing else.
    await developer.context().clearCookies();
    await signIn(developer, DEVELOPER, OWN);
    await expect(developer.locator('main')).toContainText(/Northwind Studio/);
    await expect(developer.locator('main')).toContainText(/ended/i);
    await expect(developer.locator('nav#sections')).toHaveCount(0);
  });

  await test.step('ticking again offers the former rights', async () => {
    await open(owner, '/account/contacts');
    await choose(owner, 'Tariq Aziz');
    await expect(owner.getByRole('checkbox', { name: 'Activate Sub-Account' })).not.toBeChecked();
    await tick(owner, 'Activate Sub-Account');
    await expect(owner.getByRole('checkbox', { name: 'View & Modify Product Passwords' })).toBeChecked();
    await untick(owner, 'Activate Sub-Account');
  });

  await test.step('the owner deletes, by name', async () => {
    owner.on('dialog', (dialog) => dialog.accept());
    await open(owner, '/account/contacts');
    await choose(owner, 'Tariq Aziz');
    await owner.getByRole('button', { name: 'Delete Contact' }).first().click();
    const dialog = owner.getByRole('dialog');
    await expect(dialog).toContainText('Tariq Aziz');
    await dialog.getByRole('button', { name: /delete/i }).click();
    await expect(owner.getByRole('dialog')).toHaveCount(0);
    await expect(owner.getByRole('combobox', { name: 'Choose Contact' })).not.toContainText('Tariq');
  });

  await test.step('the activity still tells it all', async () => {
    await fromNameMenu(owner, 'Activity');
    await expect(heading(owner)).toHaveText('Activity');
    const log = owner.locator('main');
    await expect(log).toContainText('Tariq Aziz');
    await expect(log).toContainText(DEVELOPER);
    await expect(log).toContainText('View & Modify Product Passwords');
    await expect(log).toContainText('Maria Lund');
  });
});
