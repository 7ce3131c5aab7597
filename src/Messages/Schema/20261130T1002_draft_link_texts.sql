insert into messages.template (event, channel, valid_from, subject, text) values
    ('draft.link', 'email', '2021-01-01', 'Làm tiếp hồ sơ đang làm', 'Hồ sơ ông/bà đang làm ({procedure}) đã được lưu. Mở đường dẫn này trên máy muốn làm tiếp:

{link}

Đường dẫn dùng một lần, đến {due}. Không chuyển thư này cho người khác.
Nếu ông/bà không xin đường dẫn, hãy bỏ qua thư này.');
