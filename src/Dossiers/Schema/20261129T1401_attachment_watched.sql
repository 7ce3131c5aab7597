-- From here on the log vouches for each file of a dossier. A version that does not know it writes no marks, so it must not
-- write beside this one: that is what a newer script says to it (decision 0027).
comment on table dossiers.attachment is 'Tệp: of a draft, then of its dossier, where each row has its mark in the log (dossiers.attachment/1).';
