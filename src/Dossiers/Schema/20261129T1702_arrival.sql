-- Tin từ bên ngoài về một hồ sơ (thanh toán, xác nhận, kết quả của cơ quan khác): once for each sender's reference, only added.
create table dossiers.arrival (
    dossier_id uuid not null references dossiers.dossier,
    kind text not null,
    reference text not null,
    sender text not null,
    words text not null,
    at timestamptz not null,
    primary key (dossier_id, kind, reference)
);
comment on table dossiers.arrival is 'Tin từ bên ngoài về hồ sơ, told to officials on its page.';
grant select, insert on dossiers.arrival to motcua_app;
