// Forms that the client has taken over: what is said when, and that nothing typed and no press of a button is lost.
import { test, expect } from '../support/fixtures.js';
import { INES, OWNER, expectDone, fill, heading, nameMenu, open, ready, save, signIn, tick } from '../support/flows.js';

const summary = (page) => page.getByRole('alert').filter({ visible: true });

test('what only the server knows stays until its field is changed', async ({ page }) => {
  await signIn(page, OWNER);
  await open(page, '/account/contacts/new');
  await fill(page, { 'First Name': 'Ida', 'Last Name': 'Lie', 'Email Address': INES.toUpperCase() });
  await save(page);
  await expect(summary(page)).toContainText('Email Address');
  await fill(page, { City: 'Voss' });
  await page.getByLabel('Postcode').focus();
  await expect(summary(page)).toContainText('Email Address');
  await expect(page.getByLabel('Email Address')).toHaveAttribute('aria-invalid', 'true');
  await fill(page, { 'Email Address': 'ida@lie.test' });
  await expect(summary(page)).toHaveCount(0);
  await save(page);
  await expectDone(page);
});

test('a problem that appears takes no click away', async ({ page }) => {
  await signIn(page, OWNER);
  await open(page, '/account/security');
  const form = page.locator('main form', { has: page.getByLabel('New Email Address') });
  await form.getByLabel('New Email Address').fill('nonsense');
  const button = form.getByRole('button', { name: 'Change address' });
  await button.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await button.boundingBox();
  // As people press: some time passes between down and up.
  await page.mouse.move(x + width / 2, y + height - 4);
  await page.mouse.down();
  await page.waitForTimeout(150);
  await page.mouse.up();
  await expect(summary(page)).toContainText('New Email Address');
});

test('a problem is told as one leaves the field, and gone as it is mended', async ({ page }) => {
  await signIn(page, OWNER);
  await open(page, '/account/contacts/new');
  await fill(page, { 'Email Address': 'nonsense' });
  await expect(page.locator('.problem').filter({ visible: true })).toHaveCount(0);
  await page.keyboard.press('Tab');
  await expect(page.locator('.problem').filter({ visible: true })).toHaveCount(1);
  await fill(page, { 'Email Address': 'ida@lie.test' });
  await expect(page.locator('.problem').filter({ visible: true })).toHaveCount(0);
});

test('leaving with unsaved changes asks first', async ({ page }) => {
  await signIn(page, OWNER);
  await open(page, '/account/contacts/new');
  await fill(page, { 'First Name': 'Ida' });
  const answers = ['dismiss', 'accept'];
  page.on('dialog', (dialog) => dialog[answers.shift()]());
  await nameMenu(page).click();
  await page.locator('#name-menu').getByRole('link', { name: 'Activity' }).click();
  await expect(page.getByLabel('First Name')).toHaveValue('Ida');
  await page.locator('nav#sections').getByRole('link', { name: 'Services' }).click();
  await expect(heading(page)).toHaveText('Services');
  expect(answers).toEqual([]);
});

test('a list is searched, goes with new ones, and is still so', async ({ page }) => {
  const list = page.getByRole('group', { name: 'Scope' });
  const box = (name) => list.getByRole('checkbox', { name, exact: true });
  await signIn(page, OWNER);
  await open(page, '/account/contacts/new');
  await fill(page, { 'First Name': 'Ida', 'Last Name': 'Lie', 'Email Address': 'ida@lie.test' });
  await tick(page, 'Activate Sub-Account', 'View Domains');
  await expect(box('Also new ones')).toBeHidden();
  await list.getByRole('radio', { name: 'Only these' }).check();
  await list.getByRole('searchbox').fill('NORDVIND');
  await expect(box('nw-app-01')).toBeHidden();
  await box('nordvind.test').check();
  await list.getByRole('searchbox').fill('');
  await box('nw-app-01').check();
  await expect(list.getByRole('status')).toHaveText('1 service, 1 domain');
  await box('Also new ones').check();
  await expect(page.locator('.save-bar')).toContainText('Also services and domains that are added later');
  await save(page);
  await expectDone(page);
  for (const again of [false, true]) {
    if (again) await page.reload();
    await ready(page);
    await expect(list.getByRole('radio', { name: 'Only these' })).toBeChecked();
    await expect(list.getByRole('status')).toHaveText('1 service, 1 domain');
    await expect(box('nordvind.test')).toBeChecked();
    await expect(box('northwind-print.test')).not.toBeChecked();
    await expect(box('Also new ones')).toBeChecked();
  }
  await box('Also new ones').uncheck();
  await expect(page.locator('.save-bar')).toContainText('No services and domains that are added later');
  await list.getByRole('radio', { name: 'All services and domains' }).check();
  await expect(page.locator('.save-bar')).toContainText('Other services and domains');
});

test('what was typed before the client was there is not lost', async ({ page }) => {
  await signIn(page, OWNER);
  await page.route('**/*.wasm', async (route) => {
    await new Promise((done) => setTimeout(done, 1500));
    await route.continue();
  });
  await page.goto('/account/contacts/new');
  await fill(page, { 'First Name': 'Ida', 'Email Address': INES });
  await page.getByRole('checkbox', { name: 'Invoice Emails' }).check();
  await ready(page);
  await expect(page.getByLabel('First Name')).toHaveValue('Ida');
  await expect(page.locator('.save-bar')).toContainText('Invoice');
  await expect(page.getByRole('checkbox', { name: 'Invoice Emails' })).toBeChecked();
});
