create table dossiers.phone_code (
    id bytea primary key check (length(id) = 32),
    dossier_id uuid references dossiers.dossier,
    hash bytea check (length(hash) = 32),
    tries int not null default 0,
    asked_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
comment on table dossiers.phone_code is 'Mã tra cứu gửi về điện thoại: only hashes; a row also where there is no such dossier, so that both cost the same. Single use, ten minutes.';
create index phone_code_expires on dossiers.phone_code (expires_at);
grant select, insert, update, delete on dossiers.phone_code to motcua_app;
