// SPDX-License-Identifier: MIT
// Where things lie in this checkout, and how the npm packages of web/ are found from scripts/ and tests/.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const buildFolder = join(root, 'build');
export const siteFolder = process.env.PARLANCE_SITE ?? join(buildFolder, 'web', 'site');
/** The native program that tests run: the one build for tests, with sanitizers. */
export const nativeProgram = process.env.PARLANCE_NATIVE ?? join(buildFolder, 'asan', 'parlance');
export const serverTemplates = join(root, 'tests', 'servers');

const requireFromWeb = createRequire(join(root, 'web', 'package.json'));

/**
 * Imports a development package. They are installed below web/, which is no parent of this file, so that a bare
 * `import 'ws'` would not find them.
 * @param {string} name
 */
export async function loadPackage(name) {
  let path;
  try {
    path = requireFromWeb.resolve(name);
  } catch (error) {
    throw new Error(`The npm package '${name}' is not installed. Run scripts/setup and try again.`,
      { cause: error });
  }
  return import(pathToFileURL(path).href);
}

/** The text of a file inside a development package (axe-core's bundle, for one). */
export function packageFile(name) {
  return readFileSync(requireFromWeb.resolve(name), 'utf8');
}

/**
 * Replaces every @@NAME@@ in a template. A name without a value is a mistake of ours, never an empty string.
 * @param {string} template
 * @param {Record<string, string | number>} values
 */
export function fillTemplate(template, values) {
  return template.replace(/@@([A-Z0-9_]+)@@/g, (_, name) => {
    if (!(name in values)) throw new Error(`The template asks for ${name}, which nobody gave.`);
    return String(values[name]);
  });
}
