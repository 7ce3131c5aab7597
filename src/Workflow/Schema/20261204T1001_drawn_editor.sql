-- older versions keep working
alter table workflow.drawn_process add column editor_id uuid, add column editor text, add column edited_at timestamptz;
comment on column workflow.drawn_process.editor_id is 'Who changes the draft now; another waits until half an hour after edited_at, or takes it over.';
