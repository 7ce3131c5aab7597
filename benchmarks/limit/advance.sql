-- Nothing less is a step: the old task ends, the next one is there with its due time, the dossier has another holder, the hand-over and the fact; one commit.
\set no random(1, :rows)
\set n random(100, 2000000000)
with done as (update limits.part set data = 'done' where dossier = :no and n = 1 returning dossier),
dossier as (update limits.dossier set due_at = now() + interval '10 days', status = 'open' from done where no = done.dossier returning no, code),
task as (insert into limits.part (dossier, n, kind, data) select no, :n, 'task', 'next' from dossier on conflict do nothing),
line as (insert into limits.part (dossier, n, kind, data) select no, :n + 1, 'hand-over', 'next' from dossier on conflict do nothing)
insert into limits.event (stream, kind, at, actor, data) select 'dossier/' || no, 'dossier.handed-over/1', now(), 'Phạm Minh Khôi', code from dossier;
