create extension if not exists unaccent;
create extension if not exists pg_trgm;
create extension if not exists btree_gist;

-- Folding for search without marks. Immutable so that it can stand in a generated column; the dictionary is named so that
-- search_path cannot change its meaning.
create function platform.fold(text) returns text
    language sql immutable strict parallel safe
    return lower(public.unaccent('public.unaccent', normalize($1, NFC)));

create table platform.event (
    position bigint generated always as identity primary key,
    txid xid8 not null default pg_current_xact_id(),
    stream text not null,
    kind text not null,
    at timestamptz not null,
    actor_id uuid,
    actor_name text not null,
    reason text,
    data jsonb not null
);
comment on table platform.event is 'Nhật ký sự kiện: history, outbox and proof. Append-only for the application.';
create index event_stream on platform.event (stream, position);
create index event_order on platform.event (txid, position);

create table platform.subscription (
    name text primary key,
    txid xid8 not null default '0',
    position bigint not null default 0,
    failures int not null default 0,
    problem text
);

create table platform.job (
    id uuid primary key,
    kind text not null,
    payload jsonb not null,
    due_at timestamptz not null,
    attempts int not null default 0,
    state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
    problem text,
    created_at timestamptz not null
);
create index job_due on platform.job (due_at) where state = 'waiting';

create table platform.recurring (
    name text primary key,
    last_run_at timestamptz,
    problem text
);

create table platform.idempotency (
    scope text not null,
    key text not null,
    fingerprint text not null,
    status int not null,
    body text not null,
    created_at timestamptz not null,
    primary key (scope, key)
);

create table platform.setting (
    name text primary key,
    value jsonb not null
);

grant usage on schema platform to motcua_app;
grant select, insert on platform.event to motcua_app;
grant select, insert, update, delete on platform.subscription, platform.job, platform.recurring, platform.idempotency, platform.setting to motcua_app;
grant select on platform.schema_script to motcua_app;
