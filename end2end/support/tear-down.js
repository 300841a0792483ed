// After all tests: away with the databases that tests were given copies of.
import { Database } from './server.js';

export default function tearDown() {
  for (const engine of ['sqlite', 'postgres']) {
    const name = process.env[`E2E_TEMPLATE_${engine.toUpperCase()}`];
    if (name) new Database(engine, name).drop();
  }
}
