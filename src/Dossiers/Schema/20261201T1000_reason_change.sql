-- older versions keep working
create table dossiers.reason_change (
    id uuid primary key,
    kind text not null check (kind in ('supplement', 'refusal', 'stop', 'correction')),
    code text not null,
    act text not null check (act in ('add', 'change', 'end')),
    state text not null check (state in ('draft', 'approved', 'withdrawn')),
    valid_from date not null,
    words text not null,
    legal_basis text,
    before_words text,
    before_basis text,
    reason text not null,
    revision int not null,
    hands uuid[] not null,
    made_by text not null,
    made_at timestamptz not null,
    approved_by text,
    approved_by_id uuid,
    approved_at timestamptz,
    withdrawn_by text,
    withdrawn_at timestamptz,
    check (approved_by_id is null or not approved_by_id = any(hands)),
    check (state <> 'approved' or approved_by_id is not null)
);
comment on table dossiers.reason_change is 'Thêm, đổi lời, thôi dùng một lý do: proposed by one, approved by another, then in force from its day on.';
comment on column dossiers.reason_change.valid_from is 'Of an end: the first day without the reason.';
create unique index reason_change_draft on dossiers.reason_change (kind, code) where state = 'draft';
create index reason_change_code on dossiers.reason_change (kind, code, made_at desc);
grant select, insert, update on dossiers.reason_change to motcua_app;

alter table dossiers.reason add column legal_basis text, add column change_id uuid;
comment on column dossiers.reason.legal_basis is 'Căn cứ: printed where an official who chose the reason named no article.';
comment on column dossiers.reason.change_id is 'The change by officers that this row came of; null: delivered with the product.';
-- A row that came of a change may go again before its day; delivered ones stay.
grant insert, update (valid_to), delete on dossiers.reason to motcua_app;
