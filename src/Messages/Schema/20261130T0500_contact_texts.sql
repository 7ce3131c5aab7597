-- The old address is told: whoever did not change it learns of it there.
insert into messages.template (event, channel, valid_from, subject, text) values
    ('account.contact', 'sms', '2021-01-01', null,
        'HCC Ca Mau: So nhan tin cua tai khoan da doi luc {time}. Khong phai ong/ba doi? Goi 1022 ngay'),
    ('account.contact', 'email', '2021-01-01', 'Địa chỉ nhận tin của tài khoản đã đổi',
        E'Kính gửi ông/bà,\n\nĐịa chỉ nhận tin của tài khoản đã đổi lúc {time}. Tin về sau không gửi tới đây nữa.\n'
        'Nếu ông/bà không đổi, hãy đổi mật khẩu và gọi 1022 ngay.');
insert into messages.template (event, channel, valid_from, subject, text) values
    ('account.code', 'email', '2026-11-30', 'Mã xác nhận',
        E'Mã xác nhận của ông/bà: {code}\n\nMã dùng được một lần, trong 10 phút. Không đưa mã này cho ai, kể cả cán bộ.\n'
        'Nếu ông/bà không xin mã, hãy bỏ qua thư này; tài khoản không thay đổi.');
