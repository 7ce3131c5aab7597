-- Nothing less is a submission: the dossier with its 2 KB of answers, the fact, the message to the applicant; one statement, one commit.
\set unit random(1, 64)
\set n random(1, 9000000000000000)
with dossier as (
    insert into limits.dossier (code, unit, owner, procedure, status, due_at, answers)
    values ('S' || :n, :unit, 'Nguyễn Văn An', 'Đăng ký khai sinh', 'new', now(), repeat('x', 2000)) returning no, code),
fact as (
    insert into limits.event (stream, kind, at, actor, data) select 'dossier/' || no, 'dossier.submitted/1', now(), 'Nguyễn Văn An', code from dossier)
insert into limits.outbox (address, words, due_at) select '0912345678', 'Hồ sơ ' || code || ' đã nộp.', now() from dossier;
