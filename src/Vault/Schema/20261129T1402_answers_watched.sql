-- From here on the log vouches for the owner's word about a paper too. A version that does not know it writes no marks, so it must
-- not write beside this one (decision 0027).
comment on column vault.item.assurance is 'What the owner said of it; its row has a mark in the log unless it was proven from the beginning (vault.answer/1).';
