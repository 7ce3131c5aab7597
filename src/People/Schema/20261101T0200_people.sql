create schema if not exists people;

create table people.person (
    id uuid primary key default gen_random_uuid(),
    personal_id text not null unique check (personal_id ~ '^[0-9]{12}$'),
    name text not null,
    name_folded text generated always as (platform.fold(name)) stored,
    birth text check (birth ~ '^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$'),
    sex text check (sex in ('male', 'female')),
    phone text,
    email text,
    address jsonb,
    updated_at timestamptz not null
);
comment on column people.person.birth is 'Partial date: yyyy, yyyy-MM or yyyy-MM-dd. Many older papers give only the year.';
create index person_name on people.person using gin (name_folded public.gin_trgm_ops);

create table people.organisation (
    id uuid primary key default gen_random_uuid(),
    tax_code text not null unique check (tax_code ~ '^[0-9]{10}([0-9]{3})?$' or tax_code ~ '^[0-9]{12}$'),
    name text not null,
    name_folded text generated always as (platform.fold(name)) stored,
    representative text,
    phone text,
    email text,
    address jsonb,
    updated_at timestamptz not null
);

create table people.account (
    id uuid primary key,
    username text not null unique check (username = lower(username)),
    password_hash text not null,
    kind text not null check (kind in ('citizen', 'organisation', 'staff')),
    person_id uuid references people.person,
    organisation_id uuid references people.organisation,
    display_name text not null,
    phone text,
    created_at timestamptz not null,
    disabled_at timestamptz,
    check (kind <> 'citizen' or person_id is not null),
    check (kind <> 'organisation' or organisation_id is not null)
);
create index account_phone on people.account (phone);
create index account_person on people.account (person_id);

create table people.session (
    id uuid primary key,
    token_hash bytea not null unique,
    account_id uuid not null references people.account,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz,
    device text,
    positions text
);
comment on column people.session.positions is 'Positions held at sign-in; other positions end the session.';
create index session_account on people.session (account_id) where ended_at is null;

create table people.representation (
    account_id uuid not null references people.account,
    organisation_id uuid not null references people.organisation,
    from_date date not null,
    to_date date,
    primary key (account_id, organisation_id, from_date)
);

grant usage on schema people to motcua_app;
grant select, insert, update, delete on all tables in schema people to motcua_app;
