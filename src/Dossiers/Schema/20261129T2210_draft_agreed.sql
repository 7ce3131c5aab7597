-- What a leader has read and agrees to sign, with others at once: the dossier as it stood then, no other.
create table dossiers.draft_agreed (
    account_id uuid not null,
    dossier_id uuid not null,
    seen int not null,
    at timestamptz not null,
    primary key (account_id, dossier_id)
);
comment on column dossiers.draft_agreed.seen is 'Version of the dossier that was read. When it has another, the agreement counts no more.';
grant select, insert, update, delete on dossiers.draft_agreed to motcua_app;
