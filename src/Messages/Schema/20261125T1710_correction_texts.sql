insert into messages.template (event, channel, valid_from, subject, text) values
('dossier.corrected', 'sms', '2021-01-01', null, 'HCC Ca Mau: Ket qua ho so {short} da duoc dinh chinh, ban cu khong dung nua. Xem {link} hoac goi 1022'),
('dossier.corrected', 'inApp', '2021-01-01', 'Kết quả đã được đính chính', 'Kết quả hồ sơ {short} ({procedure}) đã được thay bằng bản đính chính. Lý do: {reason} Bản cũ không dùng nữa.');
