comment on column messages.template.text is 'Fields in braces: {short} {code} {procedure} {due} {moved} {reason} {count} {no} {link}; of reminders also {since} {holder} {step} {late}. {moved} is empty, or a comma and the date before. SMS loses its marks when it is sent, and says nothing that an official has typed.';

insert into messages.template (event, channel, valid_from, subject, text) values
('dossier.supplemented', 'sms', '2021-01-01', null, 'HCC Ca Mau: Da nhan bo sung, ho so {short} hen tra {due}{moved}. Hoi 1022'),
('dossier.supplemented', 'inApp', '2021-01-01', 'Đã nhận bổ sung, hẹn trả ngày khác', 'Đã nhận đủ phần bổ sung của hồ sơ {short} ({procedure}). Thời gian chờ bổ sung không tính, nên hồ sơ hẹn trả {due}{moved}.'),
('dossier.supplemented', 'email', '2021-01-01', 'Đã nhận bổ sung hồ sơ {short}', 'Kính gửi ông/bà,

Đã nhận đủ phần bổ sung của hồ sơ {code} ({procedure}). Thời gian chờ bổ sung không tính, nên hồ sơ hẹn trả {due}{moved}.
Xem cách tính từng ngày tại {link} hoặc gọi 1022.'),
('dossier.clock-corrected', 'sms', '2021-01-01', null, 'HCC Ca Mau: Dinh chinh thoi han, ho so {short} hen tra {due}{moved}. Hoi 1022'),
('dossier.clock-corrected', 'inApp', '2021-01-01', 'Đính chính thời hạn, hẹn trả ngày khác', 'Một dòng trong sổ tính thời hạn của hồ sơ {short} ({procedure}) được đính chính, nên hồ sơ hẹn trả {due}{moved}. Lý do: {reason}'),
('dossier.clock-corrected', 'email', '2021-01-01', 'Hồ sơ {short} được đính chính thời hạn', 'Kính gửi ông/bà,

Một dòng trong sổ tính thời hạn của hồ sơ {code} ({procedure}) được đính chính, nên hồ sơ hẹn trả {due}{moved}. Lý do: {reason}
Xem cách tính từng ngày tại {link} hoặc gọi 1022.'),
('dossier.returned', 'sms', '2021-01-01', null, 'HCC Ca Mau: Ket qua ho so {short} da duoc tra. Neu khong phai ong/ba nhan, goi 1022'),
('dossier.returned', 'inApp', '2021-01-01', 'Đã trả kết quả', 'Kết quả hồ sơ {short} ({procedure}) đã được trả {reason}. Nếu không đúng, xin gọi 1022.'),
('dossier.returned', 'email', '2021-01-01', 'Đã trả kết quả hồ sơ {short}', 'Kính gửi ông/bà,

Kết quả hồ sơ {code} ({procedure}) đã được trả {reason}. Nếu không đúng, xin gọi 1022.
Xem {link}.'),
('dossier.supplement-again', 'sms', '2021-01-01', null, 'HCC Ca Mau: Ho so {short} can bo sung lan {no}, {count} giay to. Xem ly do tai {link} hoac goi 1022'),
('dossier.supplement-again', 'inApp', '2021-01-01', 'Cần bổ sung hồ sơ lần {no}', 'Hồ sơ {short} ({procedure}) cần bổ sung lần {no}, {count} giấy tờ. Lãnh đạo đã duyệt yêu cầu thêm lần này. Lý do: {reason}'),
('dossier.supplement-again', 'email', '2021-01-01', 'Hồ sơ {short} cần bổ sung lần {no}', 'Kính gửi ông/bà,

Hồ sơ {code} ({procedure}) cần bổ sung lần {no}, {count} giấy tờ. Lãnh đạo đã duyệt yêu cầu thêm lần này. Lý do: {reason}
Xem {link} hoặc gọi 1022.'),
('dossier.refused-received', 'sms', '2021-01-01', null, 'HCC Ca Mau: Ho so {short} khong giai quyet duoc. Xem ly do tai {link} hoac goi 1022'),
('dossier.refused-received', 'inApp', '2021-01-01', 'Hồ sơ không giải quyết được', 'Hồ sơ {short} ({procedure}) đã tiếp nhận nhưng không giải quyết được. Lý do: {reason}'),
('dossier.refused-received', 'email', '2021-01-01', 'Hồ sơ {short} không giải quyết được', 'Kính gửi ông/bà,

Hồ sơ {code} ({procedure}) đã tiếp nhận nhưng không giải quyết được. Lý do: {reason}
Xem {link} hoặc gọi 1022.'),
('dossier.stopped', 'email', '2021-01-01', 'Hồ sơ {short} đã dừng giải quyết', 'Kính gửi ông/bà,

Hồ sơ {code} ({procedure}) đã dừng giải quyết. Lý do: {reason}
Xem {link} hoặc gọi 1022.'),
('dossier.payment', 'email', '2021-01-01', 'Hồ sơ {short} chờ ông/bà nộp tiền', 'Kính gửi ông/bà,

Hồ sơ {code} ({procedure}) chờ ông/bà thực hiện nghĩa vụ tài chính: {reason}. Thời hạn tạm dừng trong lúc chờ.
Xem {link} hoặc gọi 1022.'),
('dossier.paused', 'email', '2021-01-01', 'Hồ sơ {short} tạm dừng tính giờ', 'Kính gửi ông/bà,

Hồ sơ {code} ({procedure}) tạm dừng tính giờ: {reason}
Xem {link} hoặc gọi 1022.'),
('dossier.resumed', 'email', '2021-01-01', 'Hồ sơ {short} được giải quyết tiếp', 'Kính gửi ông/bà,

Hồ sơ {code} ({procedure}) được giải quyết tiếp, hẹn trả {due}{moved}.
Xem cách tính từng ngày tại {link} hoặc gọi 1022.'),
('dossier.resumed', 'sms', '2021-01-02', null, 'HCC Ca Mau: Ho so {short} giai quyet tiep, hen tra {due}{moved}. Hoi 1022'),
('dossier.resumed', 'inApp', '2021-01-02', 'Giải quyết tiếp', 'Hồ sơ {short} ({procedure}) được giải quyết tiếp, hẹn trả {due}{moved}.'),
('dossier.apology', 'email', '2021-01-01', 'Xin lỗi và hẹn lại ngày trả kết quả hồ sơ {short}', 'Kính gửi ông/bà,

Cơ quan giải quyết xin lỗi ông/bà: hồ sơ {code} ({procedure}) hẹn trả lại {due}{moved}. Lý do: {reason}
Xem {link} hoặc gọi 1022.'),
('dossier.apology', 'sms', '2021-01-02', null, 'HCC Ca Mau: Xin loi ong/ba, ho so {short} hen tra lai {due}{moved}. Hoi 1022'),
('dossier.apology', 'inApp', '2021-01-02', 'Xin lỗi và hẹn lại ngày trả kết quả', 'Cơ quan giải quyết xin lỗi ông/bà: hồ sơ {short} ({procedure}) hẹn trả lại {due}{moved}. Lý do: {reason}'),
('dossier.withdrawn', 'email', '2021-01-01', 'Đã rút hồ sơ {short}', 'Kính gửi ông/bà,

Hồ sơ {code} ({procedure}) đã rút theo yêu cầu của ông/bà.
Xem {link} hoặc gọi 1022.'),
('dossier.corrected', 'email', '2021-01-01', 'Kết quả hồ sơ {short} đã được đính chính', 'Kính gửi ông/bà,

Kết quả hồ sơ {code} ({procedure}) đã được thay bằng bản đính chính. Lý do: {reason} Bản cũ không dùng nữa.
Xem {link} hoặc gọi 1022.');
