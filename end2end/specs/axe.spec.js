// What axe finds on every page, light and dark, and whether anything scrolls sideways at 320 px or at 200 % zoom.
import { test, expect, checkAccessibility, checkWidth } from '../support/fixtures.js';
import {
  FABRIKAM,
  INES,
  KAI,
  OWNER,
  PAGES,
  SAM,
  choose,
  chooseAccount,
  endAccess,
  expectDone,
  fill,
  heading,
  nameMenu,
  open,
  ready,
  save,
  signIn,
  tick,
  untick,
} from '../support/flows.js';
import { mails, waitForLink } from '../support/mail.js';

const OPEN_PAGES = [
  '/login',
  '/forgot-password',
  '/reset-password',
  '/reset-password?token=nonsense',
  '/invitations',
  '/confirm-email',
  '/no/such/page',
];

for (const colorScheme of ['light', 'dark']) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });
    test.setTimeout(300_000);

    test('pages for everyone', async ({ page }) => {
      for (const path of OPEN_PAGES) {
        await open(page, path);
        await checkAccessibility(page, path);
      }
    });

    test('pages of the client area', async ({ page }) => {
      await signIn(page, OWNER);
      for (const path of [...Object.keys(PAGES), '/accounts', '/no/such/page']) {
        await open(page, path);
        await checkAccessibility(page, path);
      }
    });

    test('states of the contact form', async ({ page, visitor }) => {
      await signIn(page, OWNER);
      await nameMenu(page).click();
      await checkAccessibility(page, 'the open name menu');

      await open(page, '/account/contacts');
      await choose(page, 'Sam');
      await expect(page.getByLabel('First Name')).toHaveValue('Sam');
      await checkAccessibility(page, 'a chosen contact');
      await page.getByRole('button', { name: 'Delete Contact' }).first().click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await checkAccessibility(page, 'the dialog before deleting');

      await open(page, '/account/contacts/new');
      await fill(page, { 'Email Address': 'nonsense', 'Phone Number': 'call me' });
      await tick(page, 'Activate Sub-Account', 'View & Modify Product Passwords');
      await page.getByRole('radio', { name: 'Only these' }).check();
      await save(page);
      await expect(page.getByRole('alert').first()).toBeVisible();
      await checkAccessibility(page, 'a refused form');
      await fill(page, { 'First Name': 'Lea', 'Last Name': 'Berg', 'Email Address': 'lea@berg.test', 'Phone Number': '' });
      await page.getByRole('radio', { name: 'All services and domains' }).check();
      await save(page);
      await expectDone(page);
      await checkAccessibility(page, 'a saved contact who is invited');
      await untick(page, 'Activate Sub-Account');
      await save(page);
      await expect(page.locator('.page-head .badge')).toHaveText('revoked');
      await checkAccessibility(page, 'a contact whose access was revoked');

      const second = await visitor({ colorScheme });
      await signIn(second, OWNER);
      for (const both of [page, second]) {
        await open(both, '/account/contacts');
        await choose(both, INES);
        await expect(both.getByLabel('Email Address')).toHaveValue(INES);
      }
      await fill(second, { City: 'Bergen', Postcode: '5003' });
      await save(second);
      await expectDone(second);
      await fill(page, { City: 'Tromsø' });
      await save(page);
      await expect(page.locator('.conflict').filter({ visible: true })).toBeVisible();
      await checkAccessibility(page, 'two who saved at once');

      await open(page, '/account/contacts/emails');
      await page.locator('tbody tr').first().getByRole('checkbox', { name: /General/ }).uncheck();
      await page.getByRole('row', { name: /Noor/ }).getByRole('checkbox', { name: /General/ }).uncheck();
      await save(page);
      await expect(page.locator('main').getByRole('alert').first()).toBeVisible();
      await checkAccessibility(page, 'a refused overview');
    });

    test('states of Account Details and Security', async ({ page, visitor }) => {
      await signIn(page, OWNER);
      await open(page, '/account/details');
      await fill(page, { 'First Name': '' });
      await save(page);
      await expect(page.getByRole('alert').first()).toBeVisible();
      await checkAccessibility(page, 'refused Account Details');
      await fill(page, { 'First Name': 'Nora' });
      await save(page);
      await expectDone(page);
      await checkAccessibility(page, 'saved Account Details');

      const kai = await visitor({ colorScheme });
      await signIn(kai, KAI);
      const elsewhere = await visitor({ colorScheme });
      await signIn(elsewhere, KAI);
      await open(kai, '/account/security');
      await kai.getByLabel('Current Password').first().fill('wrong wrong');
      await kai.getByLabel('New Password', { exact: true }).fill('short');
      await kai.getByRole('button', { name: 'Change password' }).click();
      await expect(kai.getByRole('alert').first()).toBeVisible();
      await checkAccessibility(kai, 'a refused new password');
      await kai.getByRole('button', { name: /^Leave/ }).first().click();
      await expect(kai.getByRole('dialog')).toBeVisible();
      await checkAccessibility(kai, 'the dialog before leaving');
    });

    test('links from emails, and choosing', async ({ page, visitor, app }) => {
      const stranger = await visitor({ colorScheme });
      await open(stranger, '/forgot-password');
      await stranger.getByLabel('Email Address').fill(KAI);
      await stranger.locator('main form button[type=submit]').last().click();
      await expect(stranger.locator('main')).toContainText('we have sent it a link');
      await checkAccessibility(stranger, 'the answer of Forgot Password');
      await stranger.goto(await waitForLink(app, KAI, '/reset-password'));
      await ready(stranger);
      await stranger.getByLabel('New Password', { exact: true }).fill('short');
      await stranger.getByLabel('Repeat Password', { exact: true }).fill('shirt');
      await stranger.locator('main form button[type=submit]').last().click();
      await expect(stranger.getByRole('alert').first()).toBeVisible();
      await checkAccessibility(stranger, 'a refused first password');

      await signIn(page, OWNER);
      for (const [last, email] of [['New', 'lea@berg.test'], ['Known', FABRIKAM]]) {
        await open(page, '/account/contacts/new');
        await fill(page, { 'First Name': 'Lea', 'Last Name': last, 'Email Address': email });
        await tick(page, 'Activate Sub-Account', 'View Domains');
        await save(page);
        await expectDone(page);
      }
      await stranger.goto(await waitForLink(app, 'lea@berg.test', '/invitations'));
      await ready(stranger);
      await expect(stranger.getByLabel('New Password', { exact: true })).toBeVisible();
      await checkAccessibility(stranger, 'an invitation of somebody new');
      const link = await waitForLink(app, FABRIKAM, '/invitations');
      for (const browser of [stranger, page]) {
        await browser.goto(link);
        await ready(browser);
        await checkAccessibility(browser, 'an invitation of somebody known');
      }
      const known = await visitor({ colorScheme });
      await signIn(known, FABRIKAM);
      await open(known, '/invitations');
      await checkAccessibility(known, 'invitations that wait');
      await known.getByRole('button', { name: /^Accept/ }).click();
      await expect(known.getByRole('button', { name: /^Accept/ })).toHaveCount(0);
      await open(known, '/accounts');
      await expect(known.locator('main')).toContainText('Northwind Studio');
      await checkAccessibility(known, 'the account chooser');
      await open(known, '/');
      await nameMenu(known).click();
      await checkAccessibility(known, 'the name menu with several accounts');
    });

    test('the mailbox of the demo', async ({ page, app }) => {
      await open(page, '/forgot-password');
      await page.getByLabel('Email Address').fill(KAI);
      await page.locator('main form button[type=submit]').last().click();
      await waitForLink(app, KAI, '/reset-password');
      await page.goto('/dev/mailbox');
      await checkAccessibility(page, 'the mailbox');
      const [id] = await mails(app, KAI);
      await page.goto(`/dev/mailbox/${id}`);
      // The email itself stands in a frame where no script runs, neither axe.
      await checkAccessibility(page, 'the page of an email', 'iframe');
    });

    test('on a phone', async ({ page }) => {
      await page.setViewportSize({ width: 390, height: 844 });
      await signIn(page, OWNER);
      await page.getByRole('button', { name: 'Menu' }).click();
      await checkAccessibility(page, 'the open menu');
      for (const path of ['/', '/account/contacts', '/account/contacts/emails', '/account/activity', '/invoices', '/tickets']) {
        await open(page, path);
        await checkAccessibility(page, `${path} on a phone`);
      }
    });

    test('refused, missing, ended, little and nothing', async ({ page, visitor, app }) => {
      await open(page, '/login');
      await page.getByLabel('Email Address').fill(OWNER);
      await page.getByLabel('Password', { exact: true }).fill('something else');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await expect(page.getByRole('alert').first()).toBeVisible();
      await checkAccessibility(page, 'a refused sign-in');

      await signIn(page, OWNER);
      await open(page, '/account/contacts/01900000-0000-7000-8000-000000000000');
      await checkAccessibility(page, 'a contact that is not there');

      const kai = await visitor({ colorScheme });
      await signIn(kai, KAI);
      await open(kai, '/invoices');
      await checkAccessibility(kai, 'a page refused with 403');
      await open(kai, '/');
      await checkAccessibility(kai, 'the home of a sub-account');
      endAccess(app, KAI);
      await open(kai, '/');
      await expect(kai.locator('main')).toContainText(/ended/i);
      await checkAccessibility(kai, 'whose access ended');

      const manager = await visitor({ colorScheme });
      await signIn(manager, SAM);
      await chooseAccount(manager, 'Fabrikam Labs');
      await open(manager, '/account/contacts');
      await choose(manager, 'Sam');
      await expect(heading(manager)).toContainText('Sam');
      await checkAccessibility(manager, 'the own entry of a manager');

      const little = await visitor({ colorScheme });
      await signIn(little, FABRIKAM);
      for (const path of Object.keys(PAGES)) {
        await open(little, path);
        await checkAccessibility(little, `${path} of an account with little on it`);
      }
    });
  });
}

// 320 CSS pixels are also what 1280 are at 400 % zoom; 640 are what they are at 200 %.
for (const width of [320, 640]) {
  test(`nothing scrolls sideways at ${width} px`, async ({ page }) => {
    test.setTimeout(300_000);
    await page.setViewportSize({ width, height: 700 });
    for (const path of OPEN_PAGES) {
      await open(page, path);
      await checkWidth(page, path);
    }
    await signIn(page, OWNER);
    for (const path of [...Object.keys(PAGES), '/accounts']) {
      await open(page, path);
      await checkWidth(page, path);
    }
    await open(page, '/account/contacts');
    await choose(page, 'Sam');
    await expect(page.getByLabel('First Name')).toHaveValue('Sam');
    await checkWidth(page, 'a chosen contact');
    await nameMenu(page).click();
    await checkWidth(page, 'the open name menu');
  });
}

test('text at twice its size stays within the page', async ({ page }) => {
  await signIn(page, OWNER);
  for (const path of ['/', '/account/contacts/new', '/account/contacts/emails', '/invoices']) {
    await open(page, path);
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    await checkWidth(page, `${path} with text at 200 %`);
  }
});

test('targets are large enough for a thumb', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, OWNER);
  for (const path of ['/', '/account/contacts', '/account/contacts/new', '/account/details', '/account/security']) {
    await open(page, path);
    const small = await page.evaluate(() => {
      const selector = 'main button, main select, main input:not([type=hidden]), header button, main a.button';
      return [...document.querySelectorAll(selector)]
        .filter((target) => target.checkVisibility())
        .map((target) => {
          // A box counts with its label.
          const label = ['checkbox', 'radio'].includes(target.type) ? target.labels?.[0] : undefined;
          const heights = [target, label].filter(Boolean).map((element) => element.getBoundingClientRect().height);
          return { what: target.outerHTML.slice(0, 120), height: Math.round(Math.max(...heights)) };
        })
        .filter(({ height }) => height < 43);
    });
    expect.soft(small, path).toEqual([]);
  }
});
