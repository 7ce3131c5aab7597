-- No date was promised, so nothing is said before the law is broken.
insert into messages.template (event, channel, valid_from, subject, text) values
('reminder.statutoryOver', 'sms', '2021-01-01', null, 'HCC Ca Mau: Ho so {short} qua han toi da {due}. Dang don doc {holder}. Hoi 1022'),
('reminder.statutoryOver', 'inApp', '2021-01-01', 'Quá thời hạn tối đa', 'Hồ sơ {short} ({procedure}) đã quá thời hạn tối đa theo luật, {due}. Đang đôn đốc {holder}.'),
('reminder.statutoryOver', 'email', '2021-01-01', 'Hồ sơ {short} quá thời hạn tối đa', 'Kính gửi ông/bà,

Hồ sơ {code} ({procedure}) đã quá thời hạn tối đa theo luật, {due}. Chúng tôi đang đôn đốc {holder}.
Xem {link} hoặc gọi 1022.');
