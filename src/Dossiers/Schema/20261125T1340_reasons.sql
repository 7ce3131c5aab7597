create table dossiers.reason (
    kind text not null,
    code text not null,
    words text not null,
    seq int not null,
    valid_from date not null,
    valid_to date,
    primary key (kind, code, valid_from)
);
comment on table dossiers.reason is 'Danh mục lý do: what is wrong with a paper, so that reasons can be counted and not only read.';
insert into dossiers.reason (kind, code, words, seq, valid_from) values
('supplement', 'missing', 'Chưa nộp', 1, '2021-01-01'), ('supplement', 'unreadable', 'Mờ, mất góc, không đọc được', 2, '2021-01-01'),
('supplement', 'wrongPaper', 'Không đúng loại giấy tờ', 3, '2021-01-01'), ('supplement', 'expired', 'Hết hiệu lực', 4, '2021-01-01'),
('supplement', 'notCertified', 'Thiếu chứng thực, chữ ký hoặc dấu', 5, '2021-01-01'), ('supplement', 'mismatch', 'Không khớp với tờ khai hoặc giấy tờ khác', 6, '2021-01-01'),
('supplement', 'incomplete', 'Thiếu trang hoặc thiếu nội dung', 7, '2021-01-01'), ('supplement', 'other', 'Lý do khác', 9, '2021-01-01');
grant select on dossiers.reason to motcua_app;
