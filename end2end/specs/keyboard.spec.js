// The main flow by keyboard alone: no click, no mouse.
import { test, expect } from '../support/fixtures.js';
import { OWNER, PASSWORD, expectDone, heading, open, ready } from '../support/flows.js';

/** Presses Tab until the element has the focus, and checks that the focus is seen. */
async function tabTo(page, locator) {
  for (let step = 0; step < 150; step += 1) {
    const outline = await locator
      .evaluate((element) => {
        if (element !== document.activeElement) return undefined;
        const { outlineStyle, boxShadow } = getComputedStyle(element);
        return outlineStyle !== 'none' || boxShadow !== 'none';
      }, undefined, { timeout: 2000 })
      .catch(() => undefined);
    if (outline !== undefined) {
      expect(outline, 'the focus is visible').toBe(true);
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reaches ${locator}`);
}

async function signInByKeyboard(page) {
  await open(page, '/login');
  await tabTo(page, page.getByLabel('Email Address'));
  await page.keyboard.type(OWNER);
  await tabTo(page, page.getByLabel('Password', { exact: true }));
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname !== '/login');
  await ready(page);
}

test('a contact is added, given access and deleted', async ({ page }) => {
  test.setTimeout(120_000);
  await signInByKeyboard(page);
  await tabTo(page, page.locator('button[popovertarget=name-menu]'));
  await page.keyboard.press('Enter');
  await tabTo(page, page.locator('#name-menu').getByRole('link', { name: 'Contacts' }));
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText('Contacts');

  const chooser = page.getByRole('combobox', { name: 'Choose Contact' });
  await tabTo(page, chooser);
  await page.keyboard.type('Add new');
  await expect(chooser.locator('option:checked')).toHaveText(/Add new Contact/);
  if (!(await page.getByLabel('First Name').isVisible())) await page.keyboard.press('Enter');
  await expect(page.getByLabel('First Name')).toBeVisible();

  const person = { 'First Name': 'Lea', 'Last Name': 'Berg', 'Email Address': 'lea@berg.test' };
  for (const [label, text] of Object.entries(person)) {
    await tabTo(page, page.getByLabel(label, { exact: true }));
    await page.keyboard.type(text);
  }
  for (const label of ['Invoice Emails', 'Activate Sub-Account', 'View & Pay Invoices']) {
    const box = page.getByRole('checkbox', { name: label, exact: true });
    await tabTo(page, box);
    await page.keyboard.press('Space');
    await expect(box).toBeChecked();
  }
  await tabTo(page, page.getByRole('button', { name: 'Save Changes' }));
  await page.keyboard.press('Enter');
  await expectDone(page);
  await expect(page.locator('main')).toContainText('Lea Berg');

  await tabTo(page, page.getByRole('button', { name: 'Delete Contact' }).first());
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Lea Berg');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await tabTo(page, page.getByRole('button', { name: 'Delete Contact' }).first());
  await page.keyboard.press('Enter');
  await tabTo(page, dialog.getByRole('button', { name: /delete/i }));
  await page.keyboard.press('Enter');
  await expect(chooser).not.toContainText('Lea');
});

test('the first stop of a page skips to its content', async ({ page }) => {
  await open(page, '/login');
  await page.keyboard.press('Tab');
  await expect(page.locator('a.skip')).toBeFocused();
  await page.keyboard.press('Enter');
  expect(new URL(page.url()).hash).toBe('#content');
});

test('a refused form puts the focus on what to do', async ({ page }) => {
  await signInByKeyboard(page);
  await open(page, '/account/contacts/new');
  await tabTo(page, page.getByLabel('First Name'));
  await page.keyboard.type('Only');
  await tabTo(page, page.getByRole('button', { name: 'Save Changes' }));
  await page.keyboard.press('Enter');
  const summary = page.getByRole('alert').first();
  await expect(summary).toBeFocused();
  await tabTo(page, summary.getByRole('link', { name: 'Email Address' }));
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Email Address')).toBeFocused();
  await expect(page.getByLabel('First Name')).toHaveValue('Only');
});
