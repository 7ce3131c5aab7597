-- older versions keep working
-- Wider than before, so no row of before has to be looked at.
alter table people.account drop constraint account_kind_check,
    add constraint account_kind_check check (kind in ('citizen', 'organisation', 'staff', 'program')) not valid;

create table people.program (
    account_id uuid primary key references people.account,
    agency_code text not null,
    scope text not null check (scope in ('file', 'desk')),
    valid_to date not null,
    proposed_by uuid not null references people.account,
    approved_by uuid references people.account,
    approved_at timestamptz,
    check ((approved_by is null) = (approved_at is null)),
    check (approved_by is distinct from proposed_by)
);
comment on table people.program is 'Chương trình kết nối: an account that a program of an agency uses.';
comment on column people.program.proposed_by is 'The administrator who last changed what it may do; another one approves.';
comment on column people.program.valid_to is 'Last day on which it gets in.';

create table people.program_secret (
    id uuid primary key,
    account_id uuid not null references people.program,
    hash text not null,
    made_at timestamptz not null,
    ended_at timestamptz,
    last_used_at timestamptz
);
comment on column people.program_secret.hash is 'SHA-256 of 256 random bits: nothing that could be guessed from it.';
create index program_secret_account on people.program_secret (account_id);

grant select, insert, update on people.program, people.program_secret to motcua_app;
