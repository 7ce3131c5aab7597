-- Nothing less is a reception: the dossier changes and has a due date, a line of its ledger, a task, the fact and the message; one commit.
\set no random(1, :rows)
\set n random(100, 2000000000)
with dossier as (
    update limits.dossier set status = 'open', due_at = now() + interval '10 days' where no = :no returning no, code),
line as (insert into limits.part (dossier, n, kind, data) select no, :n, 'clock', 'start' from dossier on conflict do nothing),
task as (insert into limits.part (dossier, n, kind, data) select no, :n + 1, 'task', 'next' from dossier on conflict do nothing),
fact as (insert into limits.event (stream, kind, at, actor, data) select 'dossier/' || no, 'dossier.received/1', now(), 'Lê Thị Diễm', code from dossier)
insert into limits.outbox (address, words, due_at) select '0912345678', 'Hồ sơ ' || code || ' đã được tiếp nhận.', now() from dossier;
