-- Salt of the marks that the log keeps of these rows: nobody guesses a personal number from the log, and a mark says nothing once its row is gone.
alter table vault.item add column salt uuid;
alter table vault.paper_grant add column salt uuid;
alter table vault.access_record add column salt uuid;
