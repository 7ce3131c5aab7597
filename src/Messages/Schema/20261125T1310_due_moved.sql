insert into messages.template (event, channel, valid_from, subject, text) values
('dossier.due-later', 'sms', '2021-01-01', null, 'HCC Ca Mau: Lich nghi thay doi, ho so {short} hen tra lai {due}. Mong ong/ba thong cam. Xem {link} hoac goi 1022'),
('dossier.due-later', 'inApp', '2021-01-01', 'Hẹn trả dời muộn hơn', 'Lịch nghỉ chính thức thay đổi nên hồ sơ {short} ({procedure}) hẹn trả {due}, {reason}. Mong ông/bà thông cảm.'),
('dossier.due-later', 'email', '2021-01-01', 'Hồ sơ {short} hẹn trả lại ngày', 'Kính gửi ông/bà,

Lịch nghỉ chính thức thay đổi nên hồ sơ {code} ({procedure}) hẹn trả {due}, {reason}. Mong ông/bà thông cảm.
Xem cách tính từng ngày tại {link} hoặc gọi 1022.'),
('dossier.due-earlier', 'sms', '2021-01-01', null, 'HCC Ca Mau: Lich lam viec thay doi, ho so {short} hen tra som hon: {due}. Xem {link} hoac goi 1022'),
('dossier.due-earlier', 'inApp', '2021-01-01', 'Hẹn trả sớm hơn', 'Lịch làm việc chính thức thay đổi nên hồ sơ {short} ({procedure}) hẹn trả sớm hơn: {due}, {reason}.'),
('dossier.due-earlier', 'email', '2021-01-01', 'Hồ sơ {short} hẹn trả sớm hơn', 'Kính gửi ông/bà,

Lịch làm việc chính thức thay đổi nên hồ sơ {code} ({procedure}) hẹn trả sớm hơn: {due}, {reason}.
Xem {link} hoặc gọi 1022.');
