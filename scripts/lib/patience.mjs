// SPDX-License-Identifier: MIT
// The one patience of every test that waits for a browser, a server or a program: a guard against a hang, no promise to
// anybody. What is promised in seconds is proved under the virtual clock (tests/stream, tests/simulation) and measured by
// scripts/measure; here only order and outcome count.

/** Milliseconds. */
export const patience = 120_000;
