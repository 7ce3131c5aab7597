-- The verdict on the digital signatures of a kept paper at its deposit; null: not signed, or kept before verdicts were taken.
alter table vault.item add signature text, add signature_words text;
