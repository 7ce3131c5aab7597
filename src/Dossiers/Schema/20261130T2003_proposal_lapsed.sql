-- A proposal that nobody decided, because the dossier went on by another act.
alter table dossiers.supplement_proposal drop constraint supplement_proposal_outcome_check;
alter table dossiers.supplement_proposal add constraint supplement_proposal_outcome_check check (outcome in ('sent', 'returned', 'replaced', 'lapsed'));
