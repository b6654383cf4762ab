// SPDX-License-Identifier: MIT
// Why a messenger could not start, in a sentence for the person. Whatever else is thrown at the start is an error of our
// own, and called that: to blame the network would send people looking in the wrong place.

export class StartError extends Error {
  /** @param {string} sentence @param {unknown} [cause] for developers */
  constructor(sentence, cause) {
    super(sentence, { cause });
    this.name = 'StartError';
  }
}

/** Nothing arrived. @param {unknown} cause */
export const unreachable = (cause) =>
  new StartError('The chat could not be loaded. Check your network and reload the page.', cause);

/** What a person is told of anything thrown at the start. @param {unknown} error */
export function sentenceOf(error) {
  return error instanceof StartError ? error.message
    : 'The chat could not start because of an error of its own. Reload the page; if that does not help, tell who runs it.';
}
