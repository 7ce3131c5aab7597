// node make-client.mjs DESCRIPTION FOLDER: a typed client that judges each answer by the description.
import { createClient } from '@hey-api/openapi-ts';

const [input, path] = process.argv.slice(2);
await createClient({
  input,
  output: { path, importFileExtension: '.js' },
  logs: { level: 'silent', file: false },
  plugins: [
    '@hey-api/client-fetch',
    '@hey-api/typescript',
    { name: 'zod', dates: { offset: true } },
    { name: '@hey-api/sdk', validator: { response: 'zod' } },
  ],
});
