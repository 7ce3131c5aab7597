insert into messages.template (event, channel, valid_from, subject, text) values
('dossier.stopped', 'sms', '2021-01-01', null, 'HCC Ca Mau: Ho so {short} da dung giai quyet. Xem ly do tai {link} hoac goi 1022'),
('dossier.stopped', 'inApp', '2021-01-01', 'Dừng giải quyết hồ sơ', 'Hồ sơ {short} ({procedure}) đã dừng giải quyết. Lý do: {reason}'),
('dossier.payment', 'sms', '2021-01-01', null, 'HCC Ca Mau: Ho so {short} cho ong/ba nop tien theo thong bao. Xem {link} hoac goi 1022'),
('dossier.payment', 'inApp', '2021-01-01', 'Chờ ông/bà nộp tiền', 'Hồ sơ {short} ({procedure}) chờ ông/bà thực hiện nghĩa vụ tài chính: {reason}. Thời hạn tạm dừng trong lúc chờ.'),
('dossier.paused', 'sms', '2021-01-01', null, 'HCC Ca Mau: Ho so {short} tam dung tinh gio. Xem ly do tai {link} hoac goi 1022'),
('dossier.paused', 'inApp', '2021-01-01', 'Tạm dừng tính giờ', 'Hồ sơ {short} ({procedure}) tạm dừng tính giờ: {reason}'),
('dossier.resumed', 'sms', '2021-01-01', null, 'HCC Ca Mau: Ho so {short} duoc giai quyet tiep, hen tra {due}. Xem {link} hoac goi 1022'),
('dossier.resumed', 'inApp', '2021-01-01', 'Giải quyết tiếp', 'Hồ sơ {short} ({procedure}) được giải quyết tiếp, hẹn trả {due}.'),
('dossier.apology', 'sms', '2021-01-01', null, 'HCC Ca Mau: Xin loi ong/ba, ho so {short} hen tra lai {due}. Xem ly do tai {link} hoac goi 1022'),
('dossier.apology', 'inApp', '2021-01-01', 'Xin lỗi và hẹn lại ngày trả kết quả', 'Cơ quan giải quyết xin lỗi ông/bà: hồ sơ {short} ({procedure}) hẹn trả lại {due}. Lý do: {reason}'),
('dossier.withdrawn', 'sms', '2021-01-01', null, 'HCC Ca Mau: Ho so {short} da rut theo yeu cau cua ong/ba. Xem {link} hoac goi 1022'),
('dossier.withdrawn', 'inApp', '2021-01-01', 'Đã rút hồ sơ', 'Hồ sơ {short} ({procedure}) đã rút theo yêu cầu của ông/bà.');
