// node lint.mjs DOCUMENT: prints what is wrong with the description of the API, one line each; ends with 1 when something is.
// What is known and not mended yet stands in allowed.txt; a line there that nothing needs any more is a fault too, so the list only shrinks.
import { readFileSync } from 'node:fs';
import { createConfig, lint } from '@redocly/openapi-core';

const file = process.argv[2];
const config = await createConfig({
  extends: ['recommended-strict'],
  rules: {
    'operation-4xx-problem-details-rfc7807': 'off',
    'operation-singular-tag': 'error',
    'tag-description': 'error',
    'operation-description': 'error',
  },
});
const document = JSON.parse(readFileSync(file, 'utf8'));
const found = [];
for (const { ruleId, message, location } of await lint({ ref: file, config })) {
  found.push([place(location[0].pointer), ruleId, message.split('\n')[0]]);
}
for (const [path, item] of Object.entries(document.paths)) {
  for (const [method, operation] of Object.entries(item)) {
    const bodies = Object.entries(operation.responses).flatMap(([status, one]) => Object.values(one.content ?? {}).map((body) => [status, body]));
    if (operation.requestBody) bodies.push(...Object.values(operation.requestBody.content).map((body) => ['body', body]));
    for (const [which, body] of bodies) {
      if (isEmpty(body.schema)) found.push([`${method.toUpperCase()} ${path}`, 'no-empty-schema', which]);
    }
    for (const [status, one] of Object.entries(operation.responses)) {
      if (status[0] === '2' && status !== '204' && !one.content) found.push([`${method.toUpperCase()} ${path}`, 'no-empty-answer', status]);
      if (status[0] > '3' && !Object.keys(one.content ?? {}).length) found.push([`${method.toUpperCase()} ${path}`, 'refusal-without-problem', status]);
    }
  }
}

const allowed = new Set(readFileSync(new URL('allowed.txt', import.meta.url), 'utf8').split('\n').filter((line) => line && line[0] !== '#'));
const needed = new Set();
let faults = 0;
for (const [where, rule, words] of found) {
  const line = `${where} ${rule}`;
  if (allowed.has(line)) needed.add(line);
  else {
    console.log(`${line}: ${words}`);
    faults++;
  }
}
for (const line of allowed) {
  if (needed.has(line)) continue;
  console.log(`allowed.txt names what is mended: ${line}`);
  faults++;
}
process.exitCode = faults > 0 ? 1 : 0;

function isEmpty(schema) {
  if (!schema) return true;
  const own = schema.$ref ? document.components.schemas[schema.$ref.split('/').pop()] : schema;
  return Object.keys(own).length === 0;
}

/** "#/paths/~1api~1v1~1me/get/…" → "GET /api/v1/me". */
function place(pointer) {
  const [, kind, path, method] = (pointer ?? '').replace(/^#/, '').split('/');
  return kind === 'paths' ? `${(method ?? 'path').toUpperCase()} ${path.replaceAll('~1', '/').replaceAll('~0', '~')}` : pointer;
}
