-- Nothing less is the page of a dossier: its row with the answers, and its papers, ledger and hand-overs as ten rows by key, in one round trip.
\set no random(1, :rows)
\startpipeline
select code, owner, procedure, status, due_at, answers from limits.dossier where no = :no;
select kind, data from limits.part where dossier = :no order by n;
\endpipeline
