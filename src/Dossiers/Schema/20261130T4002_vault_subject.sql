-- steps: vault.item by id, 5000
-- Whom kept papers are about, where the form that they came with tells: the rule of Contracts/DeclaredSubject as of this day. What stays null is offered
-- to nobody by itself.
update vault.item i
set subject_name = case
        when i.paper_type = 'CCCD' then d.submitter_name
        when d.answers #>> '{child,name}' is not null then case when i.paper_type in ('TLKS', 'GCS', 'BBTBR') then d.answers #>> '{child,name}' end
        else d.owner_name end,
    subject_number = case
        when i.paper_type = 'CCCD' then d.submitter_number
        when d.answers #>> '{child,name}' is not null then case when i.paper_type in ('TLKS', 'GCS', 'BBTBR') then d.answers #>> '{child,personalId}' end
        else d.owner_number end,
    subject_born = case
        when i.paper_type = 'CCCD' then null
        when d.answers #>> '{child,name}' is not null then case when i.paper_type in ('TLKS', 'GCS', 'BBTBR') then d.answers #>> '{child,born}' end
        when d.owner_kind = 'person' then d.answers #>> '{applicant,born}' end
from dossiers.dossier d
where i.id = any($1) and d.id = i.source_dossier_id and i.subject_name is null;
