-- The verdict on the digital signatures of a file, taken when it comes and again when it is accepted; null: not signed.
alter table dossiers.attachment add signature text, add signature_words text;
comment on column dossiers.attachment.signature is 'A kind of verdict (valid, altered, revoked, unsupported …) or notChecked.';
