insert into messages.template (event, channel, valid_from, subject, text) values
    ('account.code', 'email', '2021-01-01', 'Mã lấy lại mật khẩu', E'Mã xác nhận của ông/bà: {code}\n\nMã dùng được một lần, trong 10 phút. Không đưa mã này cho ai, kể cả cán bộ.\nNếu ông/bà không xin mã, hãy bỏ qua thư này; mật khẩu không thay đổi.');
