// What the operator's systems tell Coterie.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OWNER } from './people.js';
import { command } from './server.js';

/** Posts an event to Northwind with the operator's command, and returns what that says. */
export function post(app, event, data) {
  const folder = mkdtempSync(join(tmpdir(), 'coterie-event-'));
  try {
    const file = join(folder, 'event.json');
    writeFileSync(file, JSON.stringify({ account: OWNER, event, data }));
    return command(['event', 'send', file], app.settings);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function postInvoice(app, number) {
  return post(app, 'invoice_created', {
    invoice: { number, total: { minor: 123450, currency: 'EUR' } },
    issued: '2031-03-03T11:00:00Z',
    due: '2031-03-17T11:00:00Z',
  });
}
