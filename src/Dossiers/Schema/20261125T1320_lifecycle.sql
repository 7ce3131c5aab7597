create table dossiers.apology (
    id uuid primary key,
    dossier_id uuid not null references dossiers.dossier,
    no int not null,
    reason text not null check (length(btrim(reason)) > 0),
    old_due timestamptz not null,
    new_due timestamptz not null check (new_due > old_due),
    extends boolean,
    state text not null check (state in ('draft', 'signed')),
    drafted_by text not null,
    drafted_at timestamptz not null,
    signed_by text,
    signed_at timestamptz,
    unique (dossier_id, no),
    check ((state = 'signed') = (signed_at is not null))
);
comment on table dossiers.apology is 'Văn bản xin lỗi và hẹn lại ngày trả kết quả.';
comment on column dossiers.apology.extends is 'Signed before the due time, within the rule set: the ledger got a line. Otherwise it only informs, and the dossier stays late.';
grant select, insert, update on dossiers.apology to motcua_app;

create table dossiers.status_code (
    scheme text not null,
    status text not null,
    code text not null,
    valid_from date not null,
    primary key (scheme, status, valid_from)
);
comment on table dossiers.status_code is 'Mã trạng thái của hệ thống ngoài: what our status is called elsewhere, by date. national = TrangThaiHoSo của Cổng Dịch vụ công quốc gia.';
insert into dossiers.status_code (scheme, status, code, valid_from) values
('national', 'submitted', '1', '2019-12-09'), ('national', 'notReceived', '3', '2019-12-09'), ('national', 'processing', '4', '2019-12-09'),
('national', 'supplement', '5', '2019-12-09'), ('national', 'payment', '6', '2019-12-09'), ('national', 'paused', '4', '2019-12-09'),
('national', 'withdrawn', '7', '2019-12-09'), ('national', 'refused', '8', '2019-12-09'), ('national', 'stopped', '8', '2019-12-09'),
('national', 'done', '9', '2019-12-09'), ('national', 'returned', '10', '2019-12-09');
grant select on dossiers.status_code to motcua_app;
