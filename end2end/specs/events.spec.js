// What the operator's systems post: the email reaches whoever is ticked, and stops when they are not.
import { post, postInvoice } from '../support/events.js';
import { test, expect } from '../support/fixtures.js';
import { INES, OWNER, SAM, chooseAccount, expectDone, heading, open, save, signIn, untick } from '../support/flows.js';
import { mail, mails, waitForMail } from '../support/mail.js';

/** An answer to a ticket of the owner. */
function postAnswer(app, number) {
  const opener = { name: 'Astrid Berg', email: OWNER };
  return post(app, 'ticket_replied', { ticket: { number, subject: 'Slow', opener }, by: 'Lise', text: 'Is it better now?' });
}

/** Whether any email to that address names the invoice. */
async function got(app, to, number) {
  const texts = await Promise.all((await mails(app, to)).map((id) => mail(app, id)));
  return texts.some((text) => text.includes(number));
}

test('an invoice arrives at owner and accountant, not at the developer; un-ticking, it stops', async ({ page, app }) => {
  const said = postInvoice(app, 'INV-E2E-1');
  expect(said).toContain('2 emails queued');
  expect(said).toContain(`${OWNER} (owner)`);
  expect(said).toContain(`${INES} (ticked for it)`);
  const { text } = await waitForMail(app, OWNER, /INV-E2E-1/);
  expect(text).toContain('€1,234.50');
  await waitForMail(app, INES, /INV-E2E-1/);
  expect(await got(app, SAM, 'INV-E2E-1')).toBe(false);

  await signIn(page, OWNER);
  await open(page, '/account/contacts');
  await page.locator('main').getByRole('link', { name: /Inês/ }).first().click();
  await expect(page.getByLabel('First Name')).toBeVisible();
  await untick(page, 'Invoice Emails');
  await save(page);
  await expectDone(page);

  expect(postInvoice(app, 'INV-E2E-2')).toContain('1 email queued');
  await waitForMail(app, OWNER, /INV-E2E-2/);
  expect(await got(app, INES, 'INV-E2E-2')).toBe(false);
  expect(await got(app, SAM, 'INV-E2E-2')).toBe(false);
});

test('who follows only their own tickets is not told of others, and chooses so beside the list of tickets', async ({ page, app }) => {
  expect(postAnswer(app, '90001')).toContain(SAM);
  await waitForMail(app, SAM, /90001/);

  await signIn(page, SAM);
  await chooseAccount(page, 'Northwind Studio');
  await open(page, '/tickets');
  await page.locator('main').getByRole('link', { name: 'Emails about tickets' }).click();
  await expect(heading(page)).toHaveText('Emails about tickets');
  const choice = (name) => page.getByRole('radio', { name, exact: true });
  await expect(choice('All tickets')).toBeChecked();
  await choice('Only my own').check();
  await save(page);
  await expectDone(page);
  await expect(choice('Only my own')).toBeChecked();

  const said = postAnswer(app, '90002');
  expect(said).toContain(OWNER);
  expect(said).not.toContain(SAM);
  await waitForMail(app, OWNER, /90002/);
  expect(await got(app, SAM, '90002')).toBe(false);
});
