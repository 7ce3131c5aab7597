-- Đính chính: a released result is never edited, a new one takes its place. A chain, never a fork; the first of a dossier stays the only first.
alter table papers.result add column correction_reason text, add column correction_code text,
    add check ((corrects is null) = (correction_reason is null)), add check (length(btrim(correction_reason)) > 0);
comment on column papers.result.correction_reason is 'Why the result named by corrects was wrong, as the new one says it.';
drop index papers.result_current;
create unique index result_current on papers.result (dossier_id) where corrects is null and state <> 'recalled';
create unique index result_corrects on papers.result (corrects) where state <> 'recalled';
create index result_dossier on papers.result (dossier_id, id);
