create schema if not exists messages;

create table messages.template (
    event text not null,
    channel text not null check (channel in ('sms', 'email', 'zalo', 'inApp')),
    valid_from date not null,
    subject text,
    text text not null,
    primary key (event, channel, valid_from)
);
comment on column messages.template.text is 'Fields in braces: {short} {code} {procedure} {due} {reason} {count} {link}. SMS loses its marks when it is sent.';

create table messages.message (
    id uuid primary key,
    channel text not null check (channel in ('sms', 'email', 'zalo', 'inApp')),
    recipient text not null,
    subject text,
    text text not null,
    template text not null,
    dossier_code text,
    owner_kind text check (owner_kind in ('person', 'organisation')),
    owner_number text,
    created_at timestamptz not null,
    state text not null check (state in ('waiting', 'sent', 'failed')),
    attempts int not null default 0,
    sent_at timestamptz,
    problem text,
    check (channel <> 'sms' or length(text) <= 160),
    check ((state = 'sent') = (sent_at is not null))
);
create index message_owner on messages.message (owner_kind, owner_number, created_at desc);
create index message_dossier on messages.message (dossier_code, created_at);
create index message_untried on messages.message (created_at) where state = 'waiting' and attempts = 0;

insert into messages.template (event, channel, valid_from, subject, text) values
('dossier.submitted', 'sms', '2021-01-01', null, 'HCC Ca Mau: Ho so {short} da nop, dang cho tiep nhan. Xem {link} hoac goi 1022'),
('dossier.submitted', 'inApp', '2021-01-01', 'Đã nộp hồ sơ', 'Hồ sơ {short} ({procedure}) đã nộp và đang chờ tiếp nhận.'),
('dossier.submitted', 'email', '2021-01-01', 'Đã nộp hồ sơ {short}', 'Kính gửi ông/bà,

Hồ sơ {code} ({procedure}) đã nộp và đang chờ tiếp nhận. Mã ngắn để tra cứu: {short}.
Xem {link} hoặc gọi 1022.'),
('dossier.received', 'sms', '2021-01-01', null, 'HCC Ca Mau: Ho so {short} da tiep nhan, hen tra {due}. Xem {link} hoac goi 1022'),
('dossier.received', 'inApp', '2021-01-01', 'Đã tiếp nhận hồ sơ', 'Hồ sơ {short} ({procedure}) đã được tiếp nhận. Hẹn trả kết quả {due}.'),
('dossier.received', 'email', '2021-01-01', 'Đã tiếp nhận hồ sơ {short}', 'Kính gửi ông/bà,

Hồ sơ {code} ({procedure}) đã được tiếp nhận. Hẹn trả kết quả {due}.
Xem {link} hoặc gọi 1022.'),
('dossier.supplement', 'sms', '2021-01-01', null, 'HCC Ca Mau: Ho so {short} can bo sung {count} giay to. Xem {link} hoac goi 1022'),
('dossier.supplement', 'inApp', '2021-01-01', 'Cần bổ sung hồ sơ', 'Hồ sơ {short} ({procedure}) cần bổ sung {count} giấy tờ: {reason}'),
('dossier.supplement', 'email', '2021-01-01', 'Hồ sơ {short} cần bổ sung', 'Kính gửi ông/bà,

Hồ sơ {code} ({procedure}) cần bổ sung {count} giấy tờ: {reason}
Xem {link} hoặc gọi 1022.'),
('dossier.refused', 'sms', '2021-01-01', null, 'HCC Ca Mau: Ho so {short} khong duoc tiep nhan. Xem ly do tai {link} hoac goi 1022'),
('dossier.refused', 'inApp', '2021-01-01', 'Hồ sơ không được tiếp nhận', 'Hồ sơ {short} ({procedure}) không được tiếp nhận. Lý do: {reason}'),
('dossier.refused', 'email', '2021-01-01', 'Hồ sơ {short} không được tiếp nhận', 'Kính gửi ông/bà,

Hồ sơ {code} ({procedure}) không được tiếp nhận. Lý do: {reason}
Xem {link} hoặc gọi 1022.'),
('dossier.resolved', 'sms', '2021-01-01', null, 'HCC Ca Mau: Ho so {short} da co ket qua, moi nhan. Xem {link} hoac goi 1022'),
('dossier.resolved', 'inApp', '2021-01-01', 'Có kết quả, mời nhận', 'Hồ sơ {short} ({procedure}) đã có kết quả, mời ông/bà nhận.'),
('dossier.resolved', 'email', '2021-01-01', 'Hồ sơ {short} đã có kết quả', 'Kính gửi ông/bà,

Hồ sơ {code} ({procedure}) đã có kết quả, mời ông/bà nhận.
Xem {link} hoặc gọi 1022.'),
('dossier.question', 'sms', '2021-01-01', null, 'HCC Ca Mau: Can bo co cau hoi ve ho so {short}. Xem {link} hoac goi 1022'),
('dossier.question', 'inApp', '2021-01-01', 'Cán bộ hỏi về hồ sơ', 'Cán bộ hỏi về hồ sơ {short} ({procedure}): {reason}'),
('draft.link', 'sms', '2021-01-01', null, 'HCC Ca Mau: Ho so ong/ba dang lam duoc luu. Lam tiep tai {link}'),
('account.code', 'sms', '2021-01-01', null, 'HCC Ca Mau: Ma xac nhan {code}, dung trong 10 phut. Khong dua ma nay cho ai');

grant usage on schema messages to motcua_app;
grant select, insert, update, delete on all tables in schema messages to motcua_app;
