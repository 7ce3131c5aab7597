-- Nộp hồ sơ meets whatever else changes the draft at its row: what was judged is what is filed, or nothing is.
create function dossiers.take_draft(taken uuid, judged int, becomes uuid, at timestamptz) returns void language plpgsql as $$
begin
    update dossiers.draft set dossier_id = becomes, saved_at = at, version = version + 1
    where id = taken and version = judged and dossier_id is null;
    if not found then
        raise exception 'Draft % is not as it was judged', taken using errcode = 'MC001';
    end if;
end $$;

-- Files that belong to no dossier yet: what the sweep of orphans goes through.
create index attachment_waiting on dossiers.attachment (draft_id) where dossier_id is null;
