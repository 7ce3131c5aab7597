create table dossiers.recount (
    calendar_version int primary key,
    started_at timestamptz not null,
    finished_at timestamptz,
    seen int not null default 0,
    later int not null default 0,
    earlier int not null default 0
);
comment on table dossiers.recount is 'Tính lại hạn theo lịch mới: how many open dossiers a new calendar version touched; each one is a line of its ledger and a fact of the log.';
grant select, insert, update on dossiers.recount to motcua_app;

-- Open dossiers: what a new calendar may move. By id and not by date, for the date is what moves while they are gone through.
create index dossier_promised on dossiers.dossier (id) where received_at is not null and finished_at is null;
