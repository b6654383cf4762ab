// SPDX-License-Identifier: MIT
// Browser × server × transport, by pairs: a test runs in one combination, chosen so that all tests together cover each pair
// about as often as any other. (Faults that need all three at once are rare; core-dialogue.test.mjs runs everywhere.)

/** @typedef {{ browser: string, server: string, transport: string }} Combination */

export const dimensions = /** @type {const} */ (['browser', 'server', 'transport']);
const kindsOfPairs = [['browser', 'server'], ['browser', 'transport'], ['server', 'transport']];

/** @param {Combination} combination */
const pairsOf = (combination) => kindsOfPairs.map((kind) => kind.map((name) => combination[name]).join(' × '));

/** A number from a text, the same everywhere. @param {string} text */
function seedOf(text) {
  let seed = 0;
  for (const letter of text) seed = (seed * 31 + letter.codePointAt(0)) >>> 0;
  return seed;
}

/** Which combination comes next in a file. */
export class Turns {
  #had = new Map();
  #turn;

  /** @param {string} file different files begin differently */
  constructor(file) { this.#turn = seedOf(file); }

  /** The one of these whose pairs this file has had least; those that are equal take turns. @param {Combination[]} possible */
  next(possible) {
    // Many tests can do nothing but WebSocket: those that can do both begin with BOSH.
    const begin = (pair) => (pair.endsWith('websocket') ? 1 : 0);
    const cost = (combination) => pairsOf(combination).reduce((sum, pair) => sum + (this.#had.get(pair) ?? begin(pair)), 0);
    const least = Math.min(...possible.map(cost));
    const equal = possible.filter((combination) => cost(combination) === least);
    const chosen = equal[this.#turn % equal.length];
    this.#turn += 1;
    for (const pair of pairsOf(chosen)) this.#had.set(pair, (this.#had.get(pair) ?? begin(pair)) + 1);
    return chosen;
  }
}

/**
 * How often each pair was covered.
 * @param {Combination[]} combinations one for each test that ran
 * @returns {{ lines: string[], neglected: string[] }} `neglected`: less than half as often as the average of its kind
 */
export function coverage(combinations) {
  const lines = [];
  const neglected = [];
  for (const [i, [first, second]] of kindsOfPairs.entries()) {
    const counts = new Map();
    for (const a of new Set(combinations.map((each) => each[first]))) {
      for (const b of new Set(combinations.map((each) => each[second]))) counts.set(`${a} × ${b}`, 0);
    }
    for (const combination of combinations) {
      const pair = pairsOf(combination)[i];
      counts.set(pair, counts.get(pair) + 1);
    }
    const average = combinations.length / counts.size;
    lines.push([...counts].map(([pair, count]) => `${pair}: ${count}`).join(', '));
    neglected.push(...[...counts].filter(([, count]) => count < average / 2).map(([pair]) => pair));
  }
  return { lines, neglected };
}
