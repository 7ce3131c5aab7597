-- From here on the log vouches for the end of a mandate too. A version that does not know it writes no marks, so it must not write
-- beside this one (decision 0027).
comment on column dossiers.dossier.mandate_ended_at is 'Chấm dứt ủy quyền; a mandate that has ended has a mark in the log (dossiers.mandate/1).';
