// Every form without JavaScript: what works, what is refused, and that nothing typed is lost.
import { test, expect } from '../support/fixtures.js';
import { INES, KAI, OWNER, PAGES, PASSWORD, SAM, expectRefused, fill, heading, open, save, signIn, signOut, tick, untick } from '../support/flows.js';
import { mails, waitForLink, waitForMail } from '../support/mail.js';

const main = (page) => page.locator('main');

/** Keeps the browser from refusing by itself, so that the server does. */
const letThrough = (page) =>
  page.locator('main form').evaluateAll((forms) => forms.forEach((form) => (form.noValidate = true)));

/** Opens a contact from the list of people. */
async function openContact(page, name) {
  await open(page, '/account/contacts');
  await main(page).getByRole('link', { name: new RegExp(name) }).first().click();
  await expect(page.getByLabel('First Name')).toBeVisible();
}

/** The summary of a refused form: announced, able to take the focus, with links to the fields. */
async function expectSummary(page, ...fields) {
  const summary = page.getByRole('alert').first();
  await expect(summary).toBeVisible();
  await expect(summary).toHaveAttribute('tabindex', '-1');
  for (const field of fields) {
    const href = await summary.getByRole('link', { name: field, exact: true }).getAttribute('href');
    await expect(page.locator(href)).toBeAttached();
  }
}

test('every page is read', async ({ page }) => {
  await signIn(page, OWNER);
  for (const path of Object.keys(PAGES)) {
    const response = await open(page, path);
    expect(response.status(), path).toBe(200);
    await expect(heading(page), path).toBeVisible();
    await expect(page.locator('.skeleton'), path).toHaveCount(0);
    expect((await main(page).innerText()).length, path).toBeGreaterThan(40);
  }
});

test('signing in, wrongly and rightly, and signing out', async ({ page }) => {
  await open(page, '/login');
  await page.getByLabel('Email Address').fill(OWNER);
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  expect(new URL(page.url()).pathname).toBe('/login');
  await expect(main(page)).toContainText('The address or the password is wrong');
  await expect(page.getByLabel('Email Address')).toHaveValue(OWNER);
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
  expect(page.url()).not.toContain('password');

  await page.reload();
  await expect(main(page)).not.toContainText('is wrong');

  await page.goto('/account/activity');
  expect(new URL(page.url()).pathname).toBe('/login');
  await page.getByLabel('Email Address').fill(OWNER);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  // Back to where one wanted to go.
  await expect(page).toHaveURL(/\/account\/activity$/);
  await signOut(page);
  await page.goto('/services');
  expect(new URL(page.url()).pathname).toBe('/login');
});

test('a forgotten password', async ({ page, app }) => {
  const ask = async (email) => {
    await open(page, '/forgot-password');
    await page.getByLabel('Email Address').fill(email);
    await main(page).locator('form button[type=submit]').last().click();
    return main(page).innerText();
  };
  const unknown = await ask('nobody@nowhere.test');
  const known = await ask(KAI);
  expect(known.replaceAll(KAI, '')).toBe(unknown.replaceAll('nobody@nowhere.test', ''));
  const link = await waitForLink(app, KAI, '/reset-password');
  expect(await mails(app, 'nobody@nowhere.test')).toEqual([]);

  await page.goto(link);
  await page.getByLabel('New Password', { exact: true }).fill('short');
  await page.getByLabel('Repeat Password', { exact: true }).fill('shirt');
  await main(page).locator('form button[type=submit]').last().click();
  await expectSummary(page, 'New Password');
  await page.getByLabel('New Password', { exact: true }).fill('over hills and lakes');
  await page.getByLabel('Repeat Password', { exact: true }).fill('over hills and lakes');
  await main(page).locator('form button[type=submit]').last().click();
  await expect(page).not.toHaveURL(/reset-password/);
  await waitForMail(app, KAI, /password/i);

  // Single use.
  await page.context().clearCookies();
  await page.goto(link);
  await expect(main(page)).toContainText(/does not work any more/);
  await expect(page.locator('input[type=password]')).toHaveCount(0);
  await signIn(page, KAI, 'over hills and lakes');
});

test('a list goes with new ones', async ({ page }) => {
  const list = page.getByRole('group', { name: 'Scope' });
  const box = (name) => list.getByRole('checkbox', { name, exact: true });
  await signIn(page, OWNER);
  await open(page, '/account/contacts/new');
  await fill(page, { 'First Name': 'Ida', 'Last Name': 'Lie', 'Email Address': 'ida@lie.test' });
  await tick(page, 'Activate Sub-Account', 'View Domains');
  await list.getByRole('radio', { name: 'Only these' }).check();
  await expect(list.getByRole('searchbox')).toHaveCount(0);
  await box('nordvind.test').check();
  await box('Also new ones').check();
  await save(page);
  await openContact(page, 'Ida Lie');
  await expect(list.getByRole('radio', { name: 'Only these' })).toBeChecked();
  await expect(box('nordvind.test')).toBeChecked();
  await expect(box('nw-app-01')).not.toBeChecked();
  await expect(box('Also new ones')).toBeChecked();
  await box('Also new ones').uncheck();
  await save(page);
  await openContact(page, 'Ida Lie');
  await expect(box('nordvind.test')).toBeChecked();
  await expect(box('Also new ones')).not.toBeChecked();
});

test('a contact is refused, added, changed and deleted', async ({ page }) => {
  await signIn(page, OWNER);
  await open(page, '/account/contacts/new');
  await fill(page, {
    'First Name': 'Pål',
    'Company Name': 'Blåbær & Sønn <AS>',
    'Email Address': 'not-an-address',
    'Phone Number': 'call me',
    City: 'Tromsø',
  });
  await page.getByLabel('Country').selectOption('NO');
  await tick(page, 'Support Emails', 'Domain Emails');
  await letThrough(page);
  await save(page);
  await expectSummary(page, 'Last Name', 'Email Address', 'Phone Number');
  await expect(page.getByLabel('Email Address')).toHaveAttribute('aria-invalid', 'true');
  const problem = (await page.getByLabel('Email Address').getAttribute('aria-describedby')).split(' ').pop();
  await expect(page.locator(`#${problem}`)).not.toBeEmpty();
  // Nothing typed is lost.
  await expect(page.getByLabel('First Name')).toHaveValue('Pål');
  await expect(page.getByLabel('Company Name')).toHaveValue('Blåbær & Sønn <AS>');
  await expect(page.getByLabel('Phone Number')).toHaveValue('call me');
  await expect(page.getByLabel('Country')).toHaveValue('NO');
  await expect(page.getByRole('checkbox', { name: 'Support Emails' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Domain Emails' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Invoice Emails' })).not.toBeChecked();

  await fill(page, { 'Last Name': 'Blåbær', 'Email Address': 'paal@blabar.test', 'Phone Number': '' });
  await save(page);
  await expect(main(page)).toContainText('Pål Blåbær');
  await expect(page.getByRole('alert')).toHaveCount(0);

  await openContact(page, 'Pål');
  await expect(page.getByLabel('Company Name')).toHaveValue('Blåbær & Sønn <AS>');
  await untick(page, 'Support Emails');
  await fill(page, { City: 'Harstad' });
  await save(page);
  await openContact(page, 'Pål');
  await expect(page.getByLabel('City')).toHaveValue('Harstad');
  await expect(page.getByRole('checkbox', { name: 'Support Emails' })).not.toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Domain Emails' })).toBeChecked();

  await page.getByRole('button', { name: 'Delete Contact' }).first().click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Pål Blåbær');
  await dialog.getByRole('link', { name: 'Cancel' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'Delete Contact' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: /delete/i }).click();
  await expect(page.getByRole('combobox', { name: 'Choose Contact' })).not.toContainText('Pål');
  await open(page, '/account/activity');
  await expect(main(page)).toContainText('Pål Blåbær');
});

test('the chooser opens whom one chose', async ({ page }) => {
  await signIn(page, OWNER);
  await open(page, '/account/contacts');
  const chooser = page.getByRole('combobox', { name: 'Choose Contact' });
  const value = await chooser.locator('option', { hasText: INES }).getAttribute('value');
  await chooser.selectOption(value);
  await chooser.evaluate((element) => element.form.requestSubmit());
  await expect(page.getByLabel('Email Address')).toHaveValue(INES);
});

test('a sub-account is given, with what its permissions need, and accepted by link', async ({ page, app }) => {
  await signIn(page, OWNER);
  await openContact(page, 'Inês');
  await tick(page, 'Activate Sub-Account', 'View & Pay Invoices', 'Perform Single Sign-On');
  await fill(page, { 'Access Ends': '2001-01-01' });
  await letThrough(page);
  await save(page);
  await expectSummary(page, 'Access Ends');
  await expect(page.getByRole('checkbox', { name: 'View & Pay Invoices' })).toBeChecked();
  await fill(page, { 'Access Ends': '2099-12-31' });
  await save(page);
  await openContact(page, 'Inês');
  await expect(page.getByRole('checkbox', { name: 'View Products & Services' })).toBeChecked();
  await expect(page.getByLabel('Access Ends')).toHaveValue('2099-12-31');

  const link = await waitForLink(app, INES, '/invitations');
  await page.context().clearCookies();
  await page.goto(link);
  await expect(main(page)).toContainText('Northwind Studio');
  await page.getByLabel('New Password', { exact: true }).fill('rain over seven hills');
  await page.getByLabel('Repeat Password', { exact: true }).fill('rain over seven hills');
  await main(page).locator('form:has(input[type=password]) button[type=submit]').last().click();
  await page.context().clearCookies();
  await signIn(page, INES, 'rain over seven hills');
  await open(page, '/invoices');
  await expect(heading(page)).toHaveText('Invoices');
  const response = await open(page, '/domains');
  expect(response.status()).toBe(403);
  await expectRefused(page, 'View Domains');
});

test('an existing user answers an invitation', async ({ page, app }) => {
  for (const accept of [false, true]) {
    await page.context().clearCookies();
    await signIn(page, OWNER);
    if (!accept) {
      await open(page, '/account/contacts/new');
      await fill(page, { 'First Name': 'Fabia', 'Last Name': 'Krag', 'Email Address': 'owner@fabrikam.test' });
      await tick(page, 'Activate Sub-Account', 'View Domains');
      await save(page);
    } else {
      await openContact(page, 'Fabia');
      await expect(page.getByRole('checkbox', { name: 'Activate Sub-Account' })).not.toBeChecked();
      await tick(page, 'Activate Sub-Account');
      await save(page);
    }
    await expect(main(page)).toContainText('Fabia Krag');
    await waitForLink(app, 'owner@fabrikam.test', '/invitations');
    await page.context().clearCookies();
    await signIn(page, 'owner@fabrikam.test');
    await open(page, '/invitations');
    await expect(main(page)).toContainText('Northwind Studio');
    await main(page).getByRole('button', { name: accept ? /^accept/i : /^decline/i }).click();
    await open(page, '/accounts');
    if (accept) await expect(main(page)).toContainText('Northwind Studio');
    else await expect(main(page)).not.toContainText('Northwind Studio');
  }
});

test('the account chooser', async ({ page }) => {
  await signIn(page, SAM);
  await open(page, '/accounts');
  for (const [account, section] of [
    ['Fabrikam Labs', 'Contacts'],
    ['Northwind Studio', 'Services'],
  ]) {
    await open(page, '/accounts');
    await main(page).getByRole('button', { name: new RegExp(account) }).click();
    await open(page, '/');
    await expect(page.locator('header .account')).toHaveText(account);
    const response = await open(page, '/account/contacts');
    expect(response.status()).toBe(section === 'Contacts' ? 200 : 403);
  }
});

test('the overview, with its refusal', async ({ page }) => {
  await signIn(page, OWNER);
  await open(page, '/account/contacts/emails');
  const box = (person, category) =>
    page.getByRole('row', { name: new RegExp(person) }).getByRole('checkbox', { name: new RegExp(category) });
  await box('Inês', 'Product').check();
  await save(page);
  await expect(box('Inês', 'Product')).toBeChecked();

  const owner = page.locator('tbody tr').first();
  await owner.getByRole('checkbox', { name: /Invoice/ }).uncheck();
  await box('Inês', 'Invoice').uncheck();
  await box('Inês', 'Support').check();
  await save(page);
  await expect(main(page).getByRole('alert').first()).toContainText(/Invoice/);
  await expect(box('Inês', 'Invoice')).not.toBeChecked();
  await expect(box('Inês', 'Support')).toBeChecked();
  await open(page, '/account/contacts/emails');
  await expect(box('Inês', 'Invoice')).toBeChecked();
  await expect(box('Inês', 'Support')).not.toBeChecked();
});

test('Account Details, with their refusal', async ({ page }) => {
  await signIn(page, OWNER);
  await open(page, '/account/details');
  await expect(page.getByRole('combobox', { name: 'Billing Contact' })).toBeVisible();
  const city = await page.getByLabel('City').inputValue();
  await fill(page, { 'First Name': '', City: 'Hammerfest' });
  await letThrough(page);
  await save(page);
  await expectSummary(page, 'First Name');
  await expect(page.getByLabel('City')).toHaveValue('Hammerfest');
  await fill(page, { 'First Name': 'Nora' });
  await save(page);
  await open(page, '/account/details');
  await expect(page.getByLabel('City')).toHaveValue('Hammerfest');
  expect(city).not.toBe('Hammerfest');
});

test('the own profile and password', async ({ page, app }) => {
  await signIn(page, KAI);
  await open(page, '/account/security');
  const change = page.locator('main form', { has: page.getByLabel('Repeat Password') });
  await change.getByLabel('Current Password').fill('wrong wrong wrong');
  await change.getByLabel('New Password', { exact: true }).fill('four green boats');
  await change.getByLabel('Repeat Password').fill('four green boats');
  await change.locator('button[type=submit]').last().click();
  await expectSummary(page, 'Current Password');
  for (const input of await page.locator('input[type=password]').all()) await expect(input).toHaveValue('');

  await change.getByLabel('Current Password').fill(PASSWORD);
  await change.getByLabel('New Password', { exact: true }).fill('four green boats');
  await change.getByLabel('Repeat Password').fill('four green boats');
  await change.locator('button[type=submit]').last().click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await waitForMail(app, KAI, /password/i);

  const profile = page.locator('main form', { has: page.getByLabel('Name', { exact: true }) });
  await profile.getByLabel('Name', { exact: true }).fill('Kai Q. Zone');
  await profile.locator('button[type=submit]').last().click();
  await expect(page.locator('button[popovertarget=name-menu]')).toContainText('Kai Q. Zone');
  await page.context().clearCookies();
  await signIn(page, KAI, 'four green boats');
});

test('a new address counts once confirmed from its mailbox', async ({ page, app }) => {
  await signIn(page, KAI);
  await open(page, '/account/security');
  const form = page.locator('main form', { has: page.getByLabel('New Email Address') });
  await form.getByLabel('New Email Address').fill('kai@elsewhere.test');
  await form.getByLabel('Current Password').fill(PASSWORD);
  await form.locator('button[type=submit]').last().click();
  const link = await waitForLink(app, 'kai@elsewhere.test', '/confirm-email');
  await page.goto(link);
  // A GET changes nothing: a button does.
  await main(page).locator('form button[type=submit]').last().click();
  await page.context().clearCookies();
  await signIn(page, 'kai@elsewhere.test');
  await page.context().clearCookies();
  await signIn(page, OWNER);
  await openContact(page, 'Kai');
  await expect(page.getByLabel('Email Address')).toHaveValue('kai@elsewhere.test');
});

test('leaving an account by oneself', async ({ page, app }) => {
  await signIn(page, KAI);
  await open(page, '/account/security');
  await main(page).getByRole('button', { name: /leave/i }).first().click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Northwind Studio');
  await dialog.getByRole('button', { name: /leave/i }).click();
  const response = await open(page, '/domains');
  expect(response.status()).toBe(403);
  await waitForMail(app, OWNER, /Kai/);
  await page.context().clearCookies();
  await signIn(page, OWNER);
  await open(page, '/account/contacts');
  await expect(main(page)).toContainText('Kai');
});

test('the language switch', async ({ page }) => {
  await open(page, '/login');
  await page.getByRole('contentinfo').getByRole('button', { name: 'Norsk bokmål' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'nb');
  expect(new URL(page.url()).pathname).toBe('/login');
  await expect(page.getByRole('button', { name: 'Logg inn', exact: true })).toBeVisible();
});

test('the search is a plain form, and tells no key that does nothing', async ({ page }) => {
  await signIn(page, OWNER);
  await open(page, '/');
  const bar = page.getByRole('banner').getByRole('search');
  await bar.getByRole('searchbox', { name: 'Search' }).fill('INV-10377');
  expect(await bar.evaluate((form) => getComputedStyle(form, '::after').content)).toBe('none');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/search\?q=INV-10377/);
  await main(page).getByRole('region', { name: 'Invoices' }).getByRole('link', { name: 'INV-10377' }).click();
  await expect(heading(page)).toHaveText('Invoice INV-10377');
  await open(page, '/tickets/new');
  await expect(main(page).getByText('Your draft was restored')).toBeHidden();
});
