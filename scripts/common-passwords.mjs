// Writes server/backend/src/passwords/common.txt: the most common passwords of at least 8 characters, lower case, one a
// line, sorted by their bytes, as the binary search over it needs.
// Run from a folder where `npm install @zxcvbn-ts/language-common` was done:
//   node common-passwords.mjs > common.txt
import { createRequire } from 'node:module';
const require = createRequire(process.cwd() + '/');
const { dictionary } = require('@zxcvbn-ts/language-common');
const found = new Set();
for (const password of dictionary['passwords-common'] ?? dictionary.passwords) {
  const lower = String(password).toLowerCase();
  if ([...lower].length >= 8 && !/[\r\n]/.test(lower)) found.add(lower);
}
const sorted = [...found].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
process.stdout.write(sorted.join('\n') + '\n');
