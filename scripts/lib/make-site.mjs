// SPDX-License-Identifier: MIT
// Makes what a web server serves of the modules of web/: one script for whoever embeds the messenger, one more for the full
// page, the worker of the alarm, the core's loader, the style sheets. Used by cmake/site.cmake:
//   node make-site.mjs WEB CORE SITE
// Each script has a map beside it, so that what a browser reports can be found in web/.

import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const licence = 'SPDX-License-Identifier: MIT';

/** The page without the wish for modules that are parts of others now. @param {string} html @param {string[]} scripts that stay */
export function withoutParts(html, scripts) {
  return html.replace(/<link rel="modulepreload" href="([^"]+)">\n/g, (link, href) => (scripts.includes(href) ? link : ''));
}

/** @param {{ web: string, core: string, site: string }} folders */
export async function makeSite({ web, core, site }) {
  // Development packages lie below web/, which is no parent of this file.
  const esbuild = /** @type {any} */ (createRequire(join(web, 'package.json'))('esbuild'));
  const common = /** @type {const} */ ({
    minify: true, target: 'es2022', charset: 'utf8', logLevel: 'warning', legalComments: 'none', absWorkingDir: web,
  });
  const script = (/** @type {string} */ from, /** @type {object} */ more) => esbuild.build({
    ...common, entryPoints: [join(web, from)], outfile: join(site, from), sourcemap: 'linked', sourcesContent: true,
    banner: { js: `// ${licence}` }, ...more,
  });
  await script('parlance.js', { bundle: true, format: 'esm' });
  // The page is merely the first embedder.
  await script('page.js', { bundle: true, format: 'esm', external: ['./parlance.js'] });
  await script('lib/alarm_worker.js', { bundle: true, format: 'esm' });
  await script('early.js', {});
  const loader = await esbuild.transform(readFileSync(join(core, 'parlance-core.js'), 'utf8'),
    { minify: true, target: 'es2022', charset: 'utf8', legalComments: 'none', banner: `// ${licence}` });
  writeFileSync(join(site, 'parlance-core.js'), loader.code);
  copyFileSync(join(core, 'parlance-core.wasm'), join(site, 'parlance-core.wasm'));
  for (const sheet of ['parlance.css', 'login.css', 'page.css']) {
    await esbuild.build({ ...common, entryPoints: [join(web, sheet)], outfile: join(site, sheet), banner: { css: `/* ${licence} */` } });
  }
  writeFileSync(join(site, 'index.html'),
    withoutParts(readFileSync(join(web, 'index.html'), 'utf8'), ['parlance.js', 'parlance-core.js']));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [web, core, site] = process.argv.slice(2);
  await makeSite({ web, core, site });
}
