-- Kê khai và nộp is a room of its own: drafts move out of the dossiers' schema with their indexes, a catalogue change alone. An old version that still
-- runs refuses a newer schema and stands back.
create schema if not exists filing;
alter table dossiers.draft set schema filing;

create table filing.draft_file (
    id uuid primary key,
    draft_id uuid not null references filing.draft,
    paper_key text not null,
    sha256 text not null,
    file_name text not null,
    media_type text not null,
    size bigint not null,
    pages int not null,
    uploaded_at timestamptz not null,
    signature text,
    signature_words text
);
comment on table filing.draft_file is 'Tệp của bản nháp. With the filing a row of the dossier is made of it; this one stays as long as the draft is kept.';
create index draft_file_draft on filing.draft_file (draft_id);
create index draft_file_bytes on filing.draft_file (sha256);

-- Of drafts that can still be opened; those of older dossiers are with the dossier.
insert into filing.draft_file (id, draft_id, paper_key, sha256, file_name, media_type, size, pages, uploaded_at, signature, signature_words)
select a.id, a.draft_id, a.paper_key, a.sha256, a.file_name, a.media_type, a.size, a.pages, a.uploaded_at, a.signature, a.signature_words
from filing.draft d join dossiers.attachment a on a.draft_id = d.id
where d.expires_at > now() and a.origin = 'upload';
delete from dossiers.attachment a using filing.draft d where a.draft_id = d.id and a.dossier_id is null;

-- Nộp hồ sơ meets whatever else changes the draft at its row: what was judged is what is filed, or nothing is.
drop function dossiers.take_draft(uuid, int, uuid, timestamptz);
create function filing.take_draft(taken uuid, judged int, becomes uuid, at timestamptz) returns void language plpgsql as $$
begin
    update filing.draft set dossier_id = becomes, saved_at = at, version = version + 1
    where id = taken and version = judged and dossier_id is null;
    if not found then
        raise exception 'Draft % is not as it was judged', taken using errcode = 'MC001';
    end if;
end $$;

grant usage on schema filing to motcua_app;
grant select, insert, update, delete on filing.draft, filing.draft_file to motcua_app;
