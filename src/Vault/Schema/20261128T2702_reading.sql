alter table vault.item
    add assurance text not null default 'proven' check (assurance in ('proven', 'asked', 'accepted', 'disowned')),
    add answered_at timestamptz;
comment on column vault.item.assurance is 'Mức tin cậy: proven = handed in by the owner or issued by an authority; asked = somebody handed it in under this number; accepted, disowned = what the owner answered.';

create table vault.reading (
    id uuid primary key,
    at timestamptz not null,
    actor_id uuid,
    actor_name text not null,
    actor_kind text not null,
    unit text,
    owner_kind text not null,
    owner_number text not null,
    what text,
    act text not null check (act in ('viewed', 'file', 'listed', 'searched', 'exported', 'looked-up')),
    purpose text,
    dossier_id uuid,
    dossier_code text,
    channel text not null check (channel in ('counter', 'desk', 'api')),
    outcome text not null check (outcome in ('allowed', 'refused'))
);
comment on table vault.reading is 'Cán bộ đã xem dữ liệu của ai: dossiers, files, lists, searches, exports, look-ups and refusals. Append-only.';
create index reading_owner on vault.reading (owner_kind, owner_number, id desc);
create index reading_dossier on vault.reading (dossier_id) where dossier_id is not null;
grant select, insert on vault.reading to motcua_app;
