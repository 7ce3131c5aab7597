-- Nothing points at a single entry of these ledgers: the dossier and its number name it.
alter table dossiers.clock_entry drop column id, add primary key (dossier_id, seq), drop constraint clock_entry_dossier_id_seq_key;
alter table dossiers.hand_over drop column id, add primary key (dossier_id, seq), drop constraint hand_over_dossier_id_seq_key;
