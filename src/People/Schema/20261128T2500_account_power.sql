alter table people.account
    add column version int not null default 1,
    add column must_change boolean not null default false,
    add column blocked_at timestamptz,
    add column password_set_at timestamptz;
comment on column people.account.version is 'Raised by every act on the password or the power of the account; a session of an earlier version is over for good.';
comment on column people.account.must_change is 'A password that somebody else has seen: nothing else opens before it is changed.';
comment on column people.account.disabled_at is 'Chấm dứt: for good.';
comment on column people.account.blocked_at is 'Khóa: until it is lifted.';

alter table people.session
    add column account_version int not null default 1,
    add column proved_at timestamptz,
    add column delegation_id uuid;
comment on column people.session.proved_at is 'When the password was last typed in this session.';
comment on column people.session.delegation_id is 'Under which delegation this session acts; null: for its own account.';

-- Who tried in vain, when, from where; never what was typed.
create table people.sign_in_failure (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    account_id uuid references people.account,
    address text not null,
    device text,
    cause text not null check (cause in ('password', 'unknown', 'blocked', 'proof', 'code'))
);
create index sign_in_failure_account on people.sign_in_failure (account_id, at desc) where account_id is not null;
create index sign_in_failure_at on people.sign_in_failure (at);

create table people.password_reset (
    id uuid primary key,
    account_id uuid references people.account,
    asked_at timestamptz not null,
    expires_at timestamptz not null,
    code_hash bytea,
    tries int not null default 0,
    used_at timestamptz
);
comment on table people.password_reset is 'One row for each time somebody asked, whether the account exists or not.';
create index password_reset_account on people.password_reset (account_id, asked_at desc) where account_id is not null;
create index password_reset_expires on people.password_reset (expires_at);

grant select, insert, delete on people.sign_in_failure to motcua_app;
grant select, insert, update, delete on people.password_reset to motcua_app;
