// A dossier from its form to its result, by a client made from the description (make-client.mjs) and by nothing else: no address, no name of a
// header's value, no shape of an answer is known here that the description does not say. Settings come as JSON on the input.
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { createClient, type Client } from './client/client/index.js';
import * as api from './client/index.js';

type Settings = {
  url: string;
  program: { id: string; secret: string };
  desk: { id: string; secret: string };
  people: Record<'receiver' | 'specialist' | 'leader' | 'registrar', { username: string; password: string }>;
  procedure: string;
  unit: string;
  paper: string;
  answers: api.Answers;
  picture: string;
};

const given = JSON.parse(readFileSync(0, 'utf8')) as Settings;
const open = createClient({ baseUrl: given.url, throwOnError: true });

const filer = as(await tokenOf(given.program));
const desk = as(await tokenOf(given.desk));
const me = (await api.getMe({ client: filer, throwOnError: true })).data;
same(me.kind, 'program', 'who asks');

// The form: what is asked stands in its schema.
const form = (await api.getProceduresCodeForm({ client: open, path: { code: given.procedure }, throwOnError: true })).data;
const asked = Object.keys(form.properties as object);
for (const name of Object.keys(given.answers)) check(asked.includes(name), `the form asks for ${name}`);

// Filing.
const foreign = { system: 'may-khach', id: randomUUID() };
const begun = (await api.startDraft({
  client: filer, headers: once(), body: { procedure: given.procedure, unit: given.unit, foreign }, throwOnError: true,
})).data;
const draft = { id: begun.draftId };
const saved = (await api.putAnswers({ client: filer, path: draft, body: given.answers, throwOnError: true })).data;
same(saved.problems.map((one) => `${one.field}: ${one.message}`).join(), '', 'problems of the answers');
const picture = new Uint8Array(Buffer.from(given.picture, 'base64'));
const added = (await api.addFile({
  client: filer, path: draft, query: { paper: given.paper }, headers: { ...once(), 'X-File-Name': encodeURIComponent('giấy chứng sinh.png') },
  body: new Blob([picture]), throwOnError: true,
})).data;
same(added.sha256, sha256(picture), 'the file as it came');
const waiting = (await api.getDraft({ client: filer, path: draft, throwOnError: true })).data;
same(waiting.papers.find((one) => one.paperKey === given.paper)?.files[0]?.id, added.fileId, 'the file of the draft');
same(waiting.foreign?.id, foreign.id, 'the reference of the draft');
same((await api.listDrafts({ client: filer, query: { system: foreign.system, foreignId: foreign.id }, throwOnError: true })).data[0]?.draftId, draft.id,
  'the list of drafts');
const filed = (await api.submitDossier({ client: filer, headers: once(), body: { draftId: draft.id }, throwOnError: true })).data;
const again = (await api.submitDossier({ client: filer, headers: once(), body: { draftId: draft.id }, throwOnError: true })).data;
same(again.code, filed.code, 'the dossier filed twice');
const dossier = { code: filed.code };

// Receiving, by an official; what was looked at goes along.
const receiver = await signedIn('receiver');
const arrived = await look(receiver);
check((await api.listArrivals({ client: receiver, throwOnError: true })).data.items.some((one) => one.code === filed.code), 'the list of arrivals');
const received = (await api.receiveDossier({
  client: receiver, path: dossier, headers: { 'If-Match': String(arrived.version) }, throwOnError: true,
  body: { papers: arrived.papers.map((one) => ({ paperKey: one.paperKey, state: 'have', originals: 1, copies: 0 })) },
})).data;
check(received.dueAt !== undefined && new Date(received.dueAt) > new Date(received.receivedAt ?? ''), 'the day of the result');
const late = await api.receiveDossier({ client: receiver, path: dossier, headers: { 'If-Match': String(arrived.version) }, body: { papers: [] } });
same(late.response.status, 409, 'received twice');
check(late.error !== undefined && 'title' in late.error && late.error.title.length > 0, 'a refusal says what to do');

// Working on it: a program lists the tasks of its agency, officials do them; whoever signs says once more who it is.
const specialist = await signedIn('specialist');
const leader = await signedIn('leader');
check((await api.listMyTasks({ client: desk, throwOnError: true })).data.items.some((one) => one.dossierCode === filed.code), 'the task of the agency');
const mine = (await api.listMyTasks({ client: specialist, throwOnError: true })).data.items.find((one) => one.dossierCode === filed.code);
check(mine !== undefined && mine.state === 'open', 'the task of the specialist');
const drafted = (await api.draftResult({ client: specialist, path: dossier, headers: await seen(specialist), throwOnError: true })).data;
same(drafted.dossierCode, filed.code, 'the drafted result');
await api.passOnDossier({
  client: specialist, path: dossier, headers: await seen(specialist), body: { opinion: 'Đủ điều kiện, trình ký' }, throwOnError: true,
});
same((await api.getTask({ client: specialist, path: { id: mine?.id ?? '' }, throwOnError: true })).data.state, 'done', 'the task after it was done');
const signed = await api.signResult({
  client: leader, path: dossier, headers: await seen(leader), body: { password: given.people.leader.password }, throwOnError: true,
});
same(signed.response.headers.get('ETag')?.replaceAll('"', ''), String(signed.data.version), 'the version after the signature');
const registrar = await signedIn('registrar');
const task = (await look(registrar)).task;
if (task?.kind === 'number') await api.registerResult({ client: registrar, path: dossier, headers: await seen(registrar), throwOnError: true });
const finished = await look(receiver);
same(finished.task?.kind, 'return', 'the step after the result');

// Reading, by who filed.
const read = (await api.getMyDossier({ client: filer, path: dossier, throwOnError: true })).data;
check(isDeepStrictEqual(read.answers.child, given.answers.child), 'what was declared');
same(read.foreign?.id, foreign.id, 'the reference of the dossier');
check(read.tracking.finishedAt !== undefined, 'the dossier has its result');
const files = (await api.listFiles({ client: filer, path: dossier, throwOnError: true })).data;
same(files.length, 1, 'the files of the dossier');
for (const one of files) {
  const bytes = (await api.getFile({ client: filer, path: { ...dossier, id: one.id }, throwOnError: true })).data;
  same(sha256(await bytesOf(bytes)), one.sha256, `the bytes of ${one.fileName}`);
}
const result = await bytesOf((await api.getResult({ client: filer, path: dossier, throwOnError: true })).data);
same(String.fromCharCode(...result.subarray(0, 5)), '%PDF-', 'the result');
const verdict = (await api.verifyFile({
  client: open, body: new Blob([result], { type: 'application/pdf' }), throwOnError: true,
})).data;
check(verdict.signatures.length > 0 && verdict.result?.sha256 === sha256(result), `the signature of the result: ${verdict.sentence}`);
const listed = (await api.listMyDossiers({ client: filer, query: { system: foreign.system, foreignId: foreign.id }, throwOnError: true })).data;
same(listed.items.map((one) => one.code).join(), filed.code, 'the list');
same(listed.next, undefined, 'the end of the list');
const returned = (await api.returnResult({
  client: receiver, path: dossier, headers: await seen(receiver), body: { method: 'counter', receiver: finished.submitterName }, throwOnError: true,
})).data;
same(returned.status, 'returned', 'the end');
console.log(filed.code);

async function tokenOf(program: { id: string; secret: string }): Promise<string> {
  const body = { grant_type: 'client_credentials', client_id: program.id, client_secret: program.secret };
  return (await api.issueToken({ client: open, body, throwOnError: true })).data.access_token;
}

async function signedIn(who: keyof Settings['people']): Promise<Client> {
  return as((await api.postSession({ client: open, body: given.people[who], throwOnError: true })).data.token);
}

/** Who has a token sends it where the description asks for a bearer's; the cookie of a browser is not theirs. */
function as(token: string): Client {
  return createClient({ baseUrl: given.url, auth: (way) => (way.scheme === 'bearer' ? token : undefined) });
}

async function look(client: Client): Promise<api.DeskDossier> {
  return (await api.getDeskDossier({ client, path: dossier, throwOnError: true })).data;
}

async function seen(client: Client): Promise<{ 'If-Match': string }> {
  return { 'If-Match': String((await look(client)).version) };
}

function once(): { 'Idempotency-Key': string } {
  return { 'Idempotency-Key': randomUUID() };
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function same(is: unknown, should: unknown, what: string): void {
  check(is === should, `${what}: ${String(is)}, not ${String(should)}`);
}

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}
