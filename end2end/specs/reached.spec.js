// Whom emails reach: the links at their foot, and what the owner sees of somebody who is not reached.
import { postInvoice } from '../support/events.js';
import { test, expect } from '../support/fixtures.js';
import { OWNER, expectDone, fill, heading, open, save, signIn, tick } from '../support/flows.js';
import { waitForLink, waitForMail } from '../support/mail.js';

const BO = 'bo@ledger.test';

/** The owner adds somebody who gets invoices, and is on the Contacts page then. */
async function addBo(page) {
  await signIn(page, OWNER);
  await open(page, '/account/contacts/new');
  await fill(page, { 'First Name': 'Bo', 'Last Name': 'Berg', 'Email Address': BO });
  await tick(page, 'Invoice Emails');
  await save(page);
  await expectDone(page);
  await open(page, '/account/contacts');
}

const bo = (page) => page.locator('main li').filter({ hasText: BO }).first();

async function openBo(page) {
  await bo(page).getByRole('link', { name: 'Bo Berg' }).click();
  await expect(page.getByLabel('First Name')).toHaveValue('Bo');
}

test('"this is not me" stops all emails, the owner sees it, and by the same link it is taken back', async ({ page, app, visitor }) => {
  await addBo(page);
  postInvoice(app, 'INV-E2E-3');
  const link = await waitForLink(app, BO, '/mail/not-me');
  const stranger = await visitor();
  await stranger.goto(link);
  await expect(heading(stranger)).toHaveText('This is not me');
  // Looking alone, as programs that read links do, stops nothing.
  await open(page, '/account/contacts');
  await expect(bo(page)).toBeVisible();
  await expect(bo(page).getByText('Emails stopped')).toHaveCount(0);

  await stranger.getByRole('button', { name: 'Stop all emails to me' }).click();
  await expect(stranger.locator('main')).toContainText(`is sent to ${BO} any more`);
  await open(page, '/account/contacts');
  await expect(bo(page).getByText('Emails stopped')).toBeVisible();
  await open(page, '/account/contacts/emails');
  const warning = page.getByRole('status').filter({ hasText: `No emails are sent to ${BO}` });
  await expect(warning).toBeVisible();
  await warning.getByRole('link', { name: 'Bo Berg' }).click();
  await expect(page.locator('main')).toContainText('said that it is not them');
  await waitForMail(app, OWNER, /bo@ledger\.test/);

  await stranger.getByRole('button', { name: 'It is me' }).click();
  await expect(stranger.locator('main')).toContainText('again');
  await open(page, '/account/contacts');
  await expect(bo(page)).toBeVisible();
  await expect(bo(page).getByText('Emails stopped')).toHaveCount(0);
});

test('one category is left by its link, and no other', async ({ page, app, visitor }) => {
  await addBo(page);
  await openBo(page);
  await tick(page, 'Support Emails');
  await save(page);
  await expectDone(page);
  postInvoice(app, 'INV-E2E-4');
  const link = await waitForLink(app, BO, '/mail/leave');
  const reader = await visitor();
  await reader.goto(link);
  await reader.getByRole('button', { name: 'Stop Invoice Emails' }).click();
  await expect(reader.locator('main')).toContainText('no longer sent');
  await open(page, '/account/contacts');
  await openBo(page);
  await expect(page.getByLabel('Invoice Emails')).not.toBeChecked();
  await expect(page.getByLabel('Support Emails')).toBeChecked();
});

test('a test shows whether email arrives, and a login by a mailbox of several people is warned of', async ({ page, app }) => {
  await addBo(page);
  await openBo(page);
  await page.getByRole('button', { name: 'Send a test' }).click();
  await waitForMail(app, BO, /test/i);

  await open(page, '/account/contacts/new');
  await fill(page, { 'First Name': 'Front', 'Last Name': 'Desk', 'Email Address': 'info@ledger.test' });
  await tick(page, 'Activate Sub-Account', 'View Domains');
  await expect(page.getByText('Several people may read this mailbox')).toBeVisible();
  await save(page);
  await expectDone(page);
  await open(page, '/account/contacts/emails');
  await expect(page.getByText('Several people may read info@ledger.test')).toBeVisible();
});
