insert into messages.template (event, channel, valid_from, subject, text) values
('vault.asked', 'inApp', '2021-01-01', 'Có giấy tờ nộp dưới tên ông/bà', 'Hồ sơ {short} ({procedure}) nộp giấy tờ dưới số của ông/bà mà chưa chứng minh được là ông/bà. Mở Kho giấy tờ để nhận hoặc báo không phải của mình.');
