-- Whose page of a dossier is open now. Nothing is lost with it: it is forgotten after a minute, and not written to the log of the database.
create unlogged table dossiers.presence (
    dossier_id uuid not null,
    account_id uuid not null,
    name text not null,
    role text not null,
    seen_at timestamptz not null,
    primary key (dossier_id, account_id)
);
comment on table dossiers.presence is 'Ai đang cùng mở hồ sơ: a heartbeat of each open page, on whichever server it hangs.';
create index presence_seen on dossiers.presence (seen_at);
grant select, insert, update, delete on dossiers.presence to motcua_app;
