// The main flow by keyboard alone: no click, no mouse.
import { test, expect } from '../support/fixtures.js';
import { INES, KAI, OWNER, PASSWORD, SAM, choose, expectDone, fill, heading, nameMenu, open, ready, save, signIn } from '../support/flows.js';
import { waitForLink } from '../support/mail.js';

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

/** Goes to an input and types into it. */
async function typeInto(page, locator, text) {
  await tabTo(page, locator);
  await page.keyboard.type(text);
}

/** Goes to a button, link or box and presses a key there. */
async function press(page, locator, key = 'Enter') {
  await tabTo(page, locator);
  await page.keyboard.press(key);
}

async function signInByKeyboard(page, email = OWNER) {
  await open(page, '/login');
  await tabTo(page, page.getByLabel('Email Address'));
  await page.keyboard.type(email);
  await tabTo(page, page.getByLabel('Password', { exact: true }));
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname !== '/login');
  await ready(page);
}

test('a contact is added, given access and deleted', async ({ page }) => {
  test.setTimeout(240_000);
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

test('a forgotten password', async ({ page, app }) => {
  await open(page, '/login');
  await press(page, page.getByRole('link', { name: 'Forgot Password' }));
  await expect(heading(page)).toHaveText('Forgot Password');
  await typeInto(page, page.getByLabel('Email Address'), KAI);
  await page.keyboard.press('Enter');
  await page.goto(await waitForLink(app, KAI, '/reset-password'));
  await ready(page);
  await typeInto(page, page.getByLabel('New Password', { exact: true }), 'a walk along the quay');
  await press(page, page.getByRole('button', { name: 'Show' }).first(), 'Space');
  await expect(page.getByLabel('New Password', { exact: true })).toHaveAttribute('type', 'text');
  await typeInto(page, page.getByLabel('Repeat Password', { exact: true }), 'a walk along the quay');
  await press(page, page.getByRole('button', { name: 'Set Password' }));
  await page.waitForURL((url) => url.pathname === '/');
});

test('an account is chosen, and one signs out', async ({ page }) => {
  await signInByKeyboard(page, SAM);
  await press(page, nameMenu(page));
  await press(page, page.locator('#name-menu').getByRole('link', { name: 'Switch Account' }));
  await press(page, page.getByRole('button', { name: /Fabrikam/ }));
  await expect(page.locator('header .account')).toHaveText('Fabrikam Labs');
  await ready(page);
  await press(page, nameMenu(page));
  await press(page, page.locator('#name-menu').getByRole('button', { name: 'Sign out' }));
  await page.waitForURL(/\/login/);
});

test('the boxes of the overview are ticked and saved', async ({ page }) => {
  await signInByKeyboard(page);
  await open(page, '/account/contacts/emails');
  const box = page.getByRole('row', { name: /Noor/ }).getByRole('checkbox', { name: /Product/ });
  await press(page, box, 'Space');
  await expect(box).toBeChecked();
  await press(page, page.getByRole('button', { name: 'Save Changes' }));
  await expectDone(page);
});

test('a preset fills the boxes, and a scope is chosen', async ({ page }) => {
  await signInByKeyboard(page);
  await open(page, '/account/contacts/new');
  const preset = page.getByRole('combobox', { name: 'Preset' });
  await tabTo(page, preset);
  await page.keyboard.type('Dev');
  await expect(preset.locator('option:checked')).toHaveText('Developer');
  await expect(page.getByRole('checkbox', { name: 'View & Modify Product Passwords' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Support Emails' })).toBeChecked();
  await tabTo(page, page.getByRole('radio', { name: 'All services and domains' }));
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: 'Only these' })).toBeChecked();
  await press(page, page.getByRole('checkbox', { name: /northwind\.test/ }).first(), 'Space');
  await expect(page.getByRole('checkbox', { name: /northwind\.test/ }).first()).toBeChecked();
});

test('of two who save at once, the second settles it', async ({ page, visitor }) => {
  const other = await visitor();
  for (const browser of [page, other]) {
    await signIn(browser, OWNER);
    await open(browser, '/account/contacts');
    await choose(browser, INES);
    await expect(browser.getByLabel('Email Address')).toHaveValue(INES);
  }
  await fill(other, { City: 'Bergen', Postcode: '5003' });
  await save(other);
  await expectDone(other);
  for (const [label, text] of [['Postcode', '9008'], ['City', 'Tromsø']]) {
    await tabTo(page, page.getByLabel(label, { exact: true }));
    await page.keyboard.press('Control+A');
    await page.keyboard.type(text);
  }
  await press(page, page.getByRole('button', { name: 'Save Changes' }));
  const conflict = page.locator('.conflict').filter({ visible: true });
  await expect(conflict).toBeFocused();
  await press(page, conflict.getByRole('button', { name: 'Take theirs Postcode' }));
  await expect(page.getByLabel('Postcode')).toHaveValue('5003');
  await press(page, conflict.getByRole('button', { name: 'Keep mine and save' }));
  await expectDone(page);
  await expect(page.getByLabel('City')).toHaveValue('Tromsø');
  await expect(page.getByLabel('Postcode')).toHaveValue('5003');
});

test('the own password is changed, and an account is left', async ({ page }) => {
  await signInByKeyboard(page, KAI);
  await open(page, '/account/security');
  const form = page.locator('main form', { has: page.getByLabel('Repeat Password') });
  await typeInto(page, form.getByLabel('Current Password'), PASSWORD);
  await typeInto(page, form.getByLabel('New Password', { exact: true }), 'four green boats');
  await typeInto(page, form.getByLabel('Repeat Password'), 'four green boats');
  await page.keyboard.press('Enter');
  await expectDone(page);
  await press(page, page.getByRole('button', { name: 'Leave Northwind Studio' }));
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Leave the account' }));
  await expect(page.locator('main')).toContainText(/ended/i);
});

test('the menu of a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signInByKeyboard(page);
  await press(page, page.getByRole('button', { name: 'Menu' }));
  await press(page, page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Services' }));
  await expect(heading(page)).toHaveText('Services');
  await expect(heading(page)).toBeFocused();
  await expect(page.getByRole('navigation', { name: 'Sections' })).not.toBeVisible();
});

test('Ctrl K leads to the search, and Escape back', async ({ page }) => {
  await signInByKeyboard(page);
  const field = page.getByRole('banner').getByRole('searchbox', { name: 'Search' });
  const invoice = page.getByRole('link', { name: 'Invoice INV-10377' });
  await tabTo(page, invoice);
  await page.keyboard.press('Control+k');
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(invoice).toBeFocused();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('48213');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/search\?q=48213/);
  await ready(page);
  // Here the page's own field has the key.
  await page.keyboard.press('Control+k');
  await expect(page.locator('main').getByRole('searchbox')).toBeFocused();
  await press(page, page.locator('main').getByRole('link', { name: 'Checkout is slow since this morning', exact: true }));
  await expect(heading(page)).toHaveText('Checkout is slow since this morning');
  // The contact form has a search of its own, for the scope: that is not the one that is meant.
  await open(page, '/account/contacts');
  await choose(page, 'Kai');
  await expect(page.getByLabel('First Name')).toHaveValue('Kai');
  await page.keyboard.press('Control+k');
  await expect(field).toBeFocused();
  // On a phone there is no field in the bar: the key leads to the page.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.keyboard.press('Control+k');
  await page.waitForURL(/\/search/);
  await ready(page);
  await expect(page.locator('main').getByRole('searchbox')).toBeFocused();
});
