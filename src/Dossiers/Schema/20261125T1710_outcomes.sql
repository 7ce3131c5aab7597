-- Who took the result away and what was shown for it (Nghị định 61/2018/NĐ-CP điều 20, Nghị định 118/2025/NĐ-CP).
alter table dossiers.dossier add column returned_to text, add column returned_paper text, add column returned_how text, add column returned_by text,
    add column closing_code text, add column corrected_at timestamptz;
comment on column dossiers.dossier.returned_to is 'Người nhận kết quả, as on their paper.';
comment on column dossiers.dossier.returned_paper is 'Giấy ủy quyền đã xem, when the receiver is neither owner nor submitter.';
comment on column dossiers.dossier.returned_how is 'counter | post | electronic: how it was given, return_method is how it was wanted.';
comment on column dossiers.dossier.closing_code is 'Code of dossiers.reason of kind refusal or stop; closing_reason are the words.';
comment on column dossiers.dossier.corrected_at is 'Kết quả được đính chính lần cuối.';
insert into dossiers.reason (kind, code, words, seq, valid_from) values
('refusal', 'wrongAuthority', 'Không thuộc thẩm quyền giải quyết', 1, '2021-01-01'), ('refusal', 'notEligible', 'Không đủ điều kiện theo quy định', 2, '2021-01-01'),
('refusal', 'incomplete', 'Hồ sơ không đầy đủ, không hợp lệ theo quy định', 3, '2021-01-01'), ('refusal', 'falsePapers', 'Giấy tờ giả mạo, nội dung khai sai sự thật', 4, '2021-01-01'),
('refusal', 'alreadySettled', 'Việc này đã được giải quyết ở hồ sơ khác', 5, '2021-01-01'), ('refusal', 'other', 'Lý do khác', 9, '2021-01-01'),
('stop', 'notCompleted', 'Quá hạn mà người nộp không bổ sung hồ sơ', 1, '2021-01-01'), ('stop', 'notPaid', 'Quá hạn mà chưa thực hiện nghĩa vụ tài chính', 2, '2021-01-01'),
('stop', 'ownerGone', 'Chủ hồ sơ đã chết hoặc tổ chức đã chấm dứt hoạt động', 3, '2021-01-01'), ('stop', 'dispute', 'Có tranh chấp, khiếu nại đang được giải quyết', 4, '2021-01-01'),
('stop', 'authority', 'Theo văn bản của tòa án hoặc cơ quan có thẩm quyền', 5, '2021-01-01'), ('stop', 'other', 'Lý do khác', 9, '2021-01-01'),
('correction', 'typing', 'Sai lỗi chính tả, lỗi đánh máy', 1, '2021-01-01'), ('correction', 'declared', 'Người nộp khai sai, nay có giấy tờ chứng minh', 2, '2021-01-01'),
('correction', 'source', 'Khác với dữ liệu gốc hoặc giấy tờ gốc', 3, '2021-01-01'), ('correction', 'other', 'Lý do khác', 9, '2021-01-01');
