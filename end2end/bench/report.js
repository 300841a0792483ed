// A line per figure: what was measured, its goal, and how far from it.

const number = (value) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3));

/** Prints a figure beside its goal. `atLeast` or `atMost` is the goal; without either there is none. */
export function figure(what, value, unit, { atLeast, atMost } = {}) {
  const goal = atLeast ?? atMost;
  const measured = `${number(value)} ${unit}`;
  if (goal === undefined) {
    console.log(`  ${what.padEnd(62)} ${measured.padStart(14)}`);
    return;
  }
  const met = atLeast === undefined ? value <= goal : value >= goal;
  const sign = atLeast === undefined ? '≤' : '≥';
  const ratio = `${(value / goal).toFixed(2)} ×`;
  console.log(`  ${what.padEnd(62)} ${measured.padStart(14)}   goal ${sign} ${`${number(goal)} ${unit}`.padEnd(12)} ${ratio.padStart(7)}  ${met ? 'met' : 'MISSED'}`);
}

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
