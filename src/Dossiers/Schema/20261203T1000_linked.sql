-- older versions keep working
create table dossiers.linked_dossier (
    child_id uuid primary key references dossiers.dossier,
    parent_id uuid not null references dossiers.dossier,
    root_id uuid not null references dossiers.dossier,
    token uuid not null unique,
    place text not null,
    opened_at timestamptz not null,
    ended_at timestamptz,
    outcome text check (outcome in ('done', 'none')),
    check (child_id <> parent_id),
    check ((ended_at is null) = (outcome is null))
);
create index on dossiers.linked_dossier (root_id);
create index on dossiers.linked_dossier (parent_id);
grant select, insert, update on dossiers.linked_dossier to motcua_app;
comment on table dossiers.linked_dossier is 'Hồ sơ liên thông: a dossier that the process of another one has opened, which waits with its token.';
comment on column dossiers.linked_dossier.root_id is 'The dossier that was filed; one declaration and all that came of it have the same.';
