create table messages.staff_notice (
    id uuid primary key,
    account_id uuid not null,
    dossier_code text,
    text text not null,
    link text not null,
    created_at timestamptz not null,
    read_at timestamptz
);
comment on table messages.staff_notice is 'Nhắc việc: what one official is told on the page of officials.';
create index staff_notice_mine on messages.staff_notice (account_id, created_at desc, id desc);
create index staff_notice_unread on messages.staff_notice (account_id) where read_at is null;
grant select, insert, update on messages.staff_notice to motcua_app;

comment on column messages.template.text is 'Fields in braces: {short} {code} {procedure} {due} {reason} {count} {link}; of reminders also {since} {holder} {step} {late}. SMS loses its marks when it is sent.';

-- A telephone rings for broken promises alone. What is still on its way stands on the page.
insert into messages.template (event, channel, valid_from, subject, text) values
('reminder.unansweredLong', 'sms', '2021-01-01', null, 'HCC Ca Mau: Ho so {short} nop {since} chua duoc tra loi. Dang don doc {holder}. Hoi 1022'),
('reminder.unansweredLong', 'inApp', '2021-01-01', 'Chưa được trả lời', 'Hồ sơ {short} ({procedure}) nộp lúc {since} chưa được trả lời. Đang đôn đốc {holder}.'),
('reminder.unansweredLong', 'email', '2021-01-01', 'Hồ sơ {short} chưa được trả lời', 'Kính gửi ông/bà,

Hồ sơ {code} ({procedure}) nộp lúc {since} chưa được trả lời. Chúng tôi đang đôn đốc {holder}.
Xem {link} hoặc gọi 1022.'),
('reminder.stepSilent', 'inApp', '2021-01-01', 'Đang đôn đốc', 'Hồ sơ {short} ({procedure}): bước "{step}" chưa có thao tác nào từ {since}. Đang đôn đốc {holder}.'),
('reminder.stepLate', 'inApp', '2021-01-01', 'Một bước bị chậm', 'Hồ sơ {short} ({procedure}): bước "{step}" đã quá thời gian. Đang đôn đốc {holder}. Ngày hẹn trả {due} chưa thay đổi.'),
('reminder.dueSoon', 'inApp', '2021-01-01', 'Sắp đến hạn', 'Hồ sơ {short} ({procedure}) sắp đến hạn trả {due}. Hồ sơ đang ở {holder}.'),
('reminder.dueToday', 'inApp', '2021-01-01', 'Đến hạn hôm nay', 'Hồ sơ {short} ({procedure}) đến hạn trả hôm nay, {due}. Hồ sơ đang ở {holder}.'),
('reminder.overdue', 'sms', '2021-01-01', null, 'HCC Ca Mau: Ho so {short} qua hen tra {due}. Dang don doc {holder}. Hoi 1022'),
('reminder.overdue', 'inApp', '2021-01-01', 'Quá hẹn trả', 'Hồ sơ {short} ({procedure}) {late}, hẹn trả {due}. Đang đôn đốc {holder}.'),
('reminder.overdue', 'email', '2021-01-01', 'Hồ sơ {short} quá hẹn trả', 'Kính gửi ông/bà,

Hồ sơ {code} ({procedure}) {late}, hẹn trả {due}. Chúng tôi đang đôn đốc {holder}.
Xem {link} hoặc gọi 1022.'),
('reminder.still', 'sms', '2021-01-01', null, 'HCC Ca Mau: Ho so {short} dung yen tu {since}. Dang don doc {holder}. Hoi 1022'),
('reminder.still', 'inApp', '2021-01-01', 'Hồ sơ đứng yên', 'Hồ sơ {short} ({procedure}) không có chuyển động từ {since}. Đang đôn đốc {holder}.'),
('reminder.still', 'email', '2021-01-01', 'Hồ sơ {short} đứng yên', 'Kính gửi ông/bà,

Hồ sơ {code} ({procedure}) không có chuyển động từ {since}. Chúng tôi đang đôn đốc {holder}.
Xem {link} hoặc gọi 1022.');
