-- Nothing less is a look at one's dossier: one row by its key.
\set no random(1, :rows)
select code, owner, procedure, status, due_at from limits.dossier where no = :no;
