-- Nothing less is a list of work: the twenty most urgent rows of a unit from an index in that order, without the bytes of the form.
\set unit random(0, 63)
select code, owner, procedure, status, due_at from limits.dossier where unit = :unit and status = 'open' order by due_at limit 20;
