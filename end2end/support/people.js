// Who is in the demo. Every active user has the same password.
export const PASSWORD = 'correct horse battery';
export const OWNER = 'owner@northwind.test';
export const SAM = 'sam@codeworks.test';
export const KAI = 'kai@zones.test';
export const INES = 'ines@ledger.test';
export const NOOR = 'noor@home.test';
export const FABRIKAM = 'owner@fabrikam.test';
