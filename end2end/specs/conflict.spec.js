// Two managers at once: the second sees what differs and keeps what was typed.
import { test, expect } from '../support/fixtures.js';
import { INES, OWNER, choose, expectDone, fill, open, ready, save, signIn } from '../support/flows.js';

test('the second to save sees what differs, keeps what was typed, and may save it', async ({ page: first, visitor }) => {
  const second = await visitor();
  for (const page of [first, second]) {
    await signIn(page, OWNER);
    await open(page, '/account/contacts');
    await choose(page, INES);
    await expect(page.getByLabel('Email Address')).toHaveValue(INES);
  }
  await fill(first, { City: 'Bergen' });
  await save(first);
  await expectDone(first);

  await fill(second, { City: 'Tromsø', 'Phone Number': '+47 22 33 44 55' });
  await save(second);
  await expect(second.locator('main')).toContainText(/saved this contact first/i);
  await expect(second.locator('main')).toContainText('Bergen');
  await expect(second.getByLabel('City')).toHaveValue('Tromsø');
  await expect(second.getByLabel('Phone Number')).toHaveValue('+47 22 33 44 55');

  await save(second);
  await expectDone(second);
  await second.reload();
  await ready(second);
  await expect(second.getByLabel('City')).toHaveValue('Tromsø');
});

test('the overview is not saved over a newer one', async ({ page: first, visitor }) => {
  const second = await visitor();
  for (const page of [first, second]) {
    await signIn(page, OWNER);
    await open(page, '/account/contacts/emails');
  }
  const box = (page, person, category) =>
    page.getByRole('row', { name: new RegExp(person) }).getByRole('checkbox', { name: new RegExp(category) });
  await box(first, 'Noor', 'Product').check();
  await save(first);
  await expectDone(first);
  await box(second, 'Noor', 'Domain').check();
  await save(second);
  await expect(second.locator('main')).toContainText(/somebody else saved first/i);
  await expect(box(second, 'Noor', 'Domain')).toBeChecked();
});
