insert into messages.template (event, channel, valid_from, subject, text) values
('dossier.process-notice', 'sms', '2021-01-01', null,
    'HCC Ca Mau: Ho so {short} co tin moi tu co quan giai quyet. Xem {link} hoac goi 1022'),
('dossier.process-notice', 'inApp', '2021-01-01', 'Tin về việc giải quyết hồ sơ', 'Hồ sơ {short} ({procedure}): {reason}.'),
('dossier.process-notice', 'email', '2021-01-01', 'Tin về việc giải quyết hồ sơ {short}', 'Kính gửi ông/bà,

Hồ sơ {code} ({procedure}): {reason}.
Xem {link} hoặc gọi 1022.');
