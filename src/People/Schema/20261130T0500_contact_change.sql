create table people.contact_change (
    id uuid primary key,
    account_id uuid not null references people.account,
    channel text not null check (channel in ('phone', 'email')),
    value text not null,
    code_hash text not null,
    asked_at timestamptz not null,
    expires_at timestamptz not null,
    tries int not null default 0,
    used_at timestamptz
);
comment on table people.contact_change is 'A new telephone or e-mail address that its account says is its own, until the code that went there comes back.';
create index contact_change_account on people.contact_change (account_id, asked_at desc);
create index contact_change_expires on people.contact_change (expires_at);
grant select, insert, update, delete on people.contact_change to motcua_app;
