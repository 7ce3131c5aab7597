insert into messages.template (event, channel, valid_from, subject, text) values
('dossier.letter-day-closed', 'sms', '2021-01-01', null,
    'HCC Ca Mau: Ngay hen {due} cua ho so {short} nay la ngay nghi. Co quan se hen lai. Xem {link} hoac goi 1022'),
('dossier.letter-day-closed', 'inApp', '2021-01-01', 'Ngày hẹn nay là ngày nghỉ',
    'Ngày hẹn {due} của hồ sơ {short} ({procedure}) nay là ngày nghỉ: {reason}. Lãnh đạo được giao gửi văn bản hẹn lại; ngày hẹn chưa đổi cho đến khi có văn bản.'),
('dossier.letter-day-closed', 'email', '2021-01-01', 'Ngày hẹn của hồ sơ {short} nay là ngày nghỉ', 'Kính gửi ông/bà,

Ngày hẹn {due} của hồ sơ {code} ({procedure}) nay là ngày nghỉ: {reason}. Lãnh đạo cơ quan giải quyết được giao gửi văn bản hẹn lại; ngày hẹn chưa đổi cho đến khi có văn bản.
Xem {link} hoặc gọi 1022.');
