create table dossiers.supplement_proposal (
    id uuid primary key,
    dossier_id uuid not null references dossiers.dossier,
    no int not null check (no > 1),
    items jsonb not null,
    reason text not null check (length(btrim(reason)) > 0),
    why text not null check (length(btrim(why)) > 0),
    proposed_by_id uuid not null,
    proposed_by text not null,
    proposed_at timestamptz not null,
    outcome text check (outcome in ('sent', 'returned', 'replaced')),
    decided_by text,
    decided_at timestamptz,
    note text,
    check ((outcome is null) = (decided_at is null) and (outcome is null) = (decided_by is null)),
    check (outcome is distinct from 'returned' or length(btrim(note)) > 0)
);
comment on table dossiers.supplement_proposal is
    'Đề nghị yêu cầu bổ sung thêm một lần: drafted by who works on the dossier, sent or given back by who the rules name as approver.';
comment on column dossiers.supplement_proposal.reason is 'What the applicant will read.';
comment on column dossiers.supplement_proposal.why is 'For the approver alone: why it was not asked the time before.';
create unique index supplement_proposal_open on dossiers.supplement_proposal (dossier_id) where outcome is null;
create index supplement_proposal_of on dossiers.supplement_proposal (dossier_id, proposed_at);
grant select, insert, update on dossiers.supplement_proposal to motcua_app;
