create schema if not exists vault;

create table vault.item (
    id uuid primary key,
    owner_kind text not null check (owner_kind in ('person', 'organisation')),
    owner_number text not null,
    paper_type text not null,
    title text not null,
    paper_code text,
    number text,
    issued_on date,
    valid_to date,
    issuer text,
    origin text not null check (origin in ('result', 'accepted')),
    source_dossier_id uuid,
    source_dossier_code text,
    paper_id uuid not null,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    media_type text not null,
    deposited_at timestamptz not null,
    replaced_by uuid references vault.item,
    hidden boolean not null default false,
    unique (owner_kind, owner_number, paper_id),
    check (replaced_by <> id),
    check (valid_to >= issued_on)
);
comment on table vault.item is 'Kho quản lý dữ liệu điện tử của tổ chức, cá nhân: one paper of one owner.';
comment on column vault.item.valid_to is 'Last day on which the paper may be used; null = no end.';
create index item_offered on vault.item (owner_kind, owner_number, paper_type) where replaced_by is null and not hidden;

create table vault.paper_grant (
    id uuid primary key,
    item_id uuid not null references vault.item,
    owner_kind text not null,
    owner_number text not null,
    draft_id uuid not null,
    dossier_id uuid,
    dossier_code text,
    procedure_code text not null,
    procedure_name text not null,
    shared text[] not null,
    basis text not null check (basis in ('owner', 'counter')),
    granted_by uuid,
    granted_by_name text not null,
    granted_at timestamptz not null,
    withdrawn_at timestamptz,
    used_at timestamptz,
    check (used_at is null or dossier_id is not null)
);
comment on column vault.paper_grant.basis is 'owner = consented on a screen of their own; counter = said yes at the counter, written down by the receiving officer.';
create unique index paper_grant_once on vault.paper_grant (draft_id, item_id) where withdrawn_at is null;
create index paper_grant_item on vault.paper_grant (item_id);
create index paper_grant_dossier on vault.paper_grant (dossier_id) where dossier_id is not null;

create table vault.access_record (
    id uuid primary key,
    at timestamptz not null,
    actor_id uuid,
    actor_name text not null,
    actor_kind text not null,
    unit text,
    owner_kind text,
    owner_number text,
    item_id uuid not null,
    paper_title text,
    act text not null check (act in ('read', 'reused')),
    purpose text,
    dossier_id uuid,
    dossier_code text,
    channel text not null check (channel in ('portal', 'counter', 'desk', 'api', 'system')),
    outcome text not null check (outcome in ('allowed', 'refused'))
);
comment on table vault.access_record is 'Nhật ký truy cập: who asked, for whom, for which procedure and dossier, which paper, with what answer. Append-only.';
create index access_record_owner on vault.access_record (owner_kind, owner_number, id desc);
create index access_record_actor on vault.access_record (actor_id, at desc);

create table vault.reuse (
    id uuid primary key,
    item_id uuid not null references vault.item,
    grant_id uuid not null references vault.paper_grant,
    dossier_id uuid not null,
    dossier_code text not null,
    paper_type text not null,
    at timestamptz not null,
    unit text not null,
    unique (dossier_id, item_id)
);
comment on table vault.reuse is 'Tái sử dụng giấy tờ: each row is one paper nobody had to bring again. Append-only.';
create index reuse_at on vault.reuse (at);
create index reuse_item on vault.reuse (item_id);

grant usage on schema vault to motcua_app;
grant select, insert, update on vault.item, vault.paper_grant to motcua_app;
grant select, insert on vault.access_record, vault.reuse to motcua_app;
