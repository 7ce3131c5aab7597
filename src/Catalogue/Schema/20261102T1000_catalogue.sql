create schema if not exists catalogue;

-- As published (data/README.md). Procedure versions are built from these and from the overlays of procedures/*.json.
create table catalogue.procedure_source (
    code text primary key, name text not null, field text not null, field_group text not null, priority int not null,
    level_2021 text, level_2021_basis text, level_2021_confidence text, level_2026 text,
    sector_agency text, executing_agency text, agency_2021 text, existed_2021 text,
    time_value numeric(8, 2), time_unit text, time_unit_inferred boolean,
    fee_kind text not null, fee_vnd numeric(15, 0), fee_confidence text,
    online_level text, submission_modes text, applicants text, result_name text, result_paper_code text,
    publish_decision text, source text, source_date text, confidence text, note text
);

create table catalogue.procedure_paper (
    procedure_code text not null, as_of text not null, seq int not null, case_name text not null, paper_name text not null,
    shortened boolean, kind text not null, originals int, copies int, form_reference text, source text, confidence text,
    primary key (procedure_code, as_of, case_name, seq)
);

create table catalogue.process_step (
    process_id text not null, procedure_code text, also_applies_to text, procedure_name text not null, case_name text,
    step_no int not null, source_step_no text, role_unit text, content text, time_hours numeric(8, 2),
    process_total_hours numeric(8, 2), published_total_text text, total_matches boolean, province text, decision text,
    decision_date date, source text, confidence text,
    primary key (process_id, step_no)
);
create index process_step_procedure on catalogue.process_step (procedure_code);

create table catalogue.procedure_snapshot (
    snapshot_no text primary key, title text not null, matched_code text, match_method text, executing_agency text,
    submission_modes text, paper_count int, as_of text not null, source text
);

create table catalogue.result_paper_code (
    paper_code text primary key, paper_name text not null, ministry_code text not null, produced_by_count int,
    produced_by_codes text, source text
);

create table catalogue.paper_replacement (
    no int primary key, procedure_code text not null, procedure_name text not null, paper_replaced text,
    database text, database_owner text, legal_document text, legal_clause text, in_procedures_csv boolean, source text, confidence text
);
create index paper_replacement_procedure on catalogue.paper_replacement (procedure_code);

-- Overlays: the complete procedures, written by people (form, plain words, result template).
create table catalogue.procedure_overlay (
    code text primary key, alias text unique, content jsonb not null
);

create table catalogue.paper_type (
    code text primary key, name text not null, result_paper_code text
);
comment on table catalogue.paper_type is 'Loại giấy tờ, our short codes.';

create table catalogue.procedure_version (
    id uuid primary key,
    code text not null,
    number int not null,
    valid_from date not null,
    published_at timestamptz not null,
    checksum text not null,
    content jsonb not null,
    unique (code, number)
);
comment on table catalogue.procedure_version is 'Phiên bản thủ tục: frozen when published, so the application may only add.';

create table catalogue.procedure (
    code text primary key,
    alias text unique,
    version_id uuid not null references catalogue.procedure_version,
    name text not null,
    plain_title text not null,
    field text not null,
    field_group text not null,
    priority int not null,
    levels text not null,
    term_words text not null,
    fee_words text not null,
    fee_free boolean not null,
    channels text not null,
    applicants text not null,
    online boolean not null,
    everyday text not null default '',
    withdrawn boolean not null default false,
    withdrawn_reason text,
    title_exact text generated always as (lower(normalize(plain_title || ' | ' || name, NFC))) stored,
    title_folded text generated always as (platform.fold(plain_title)) stored,
    name_folded text generated always as (platform.fold(name)) stored,
    everyday_folded text generated always as (platform.fold(everyday)) stored,
    search_folded text generated always as (platform.fold(plain_title || ' | ' || name || ' | ' || everyday || ' | ' || field || ' | ' || code || ' | ' || coalesce(alias, ''))) stored
);
create index procedure_search on catalogue.procedure using gin (search_folded gin_trgm_ops);
create index procedure_group on catalogue.procedure (field_group);

create table catalogue.filing_door (
    code text not null references catalogue.procedure,
    valid_from date not null,
    valid_to date,
    door text not null check (door in ('here', 'nationalPortal', 'both')),
    basis text,
    primary key (code, valid_from),
    exclude using gist (code with =, daterange(valid_from, valid_to, '[]') with &&)
);
comment on table catalogue.filing_door is 'Nộp tại đây, trên Cổng Dịch vụ công quốc gia, hay cả hai; no row = both.';

grant usage on schema catalogue to motcua_app;
grant select, insert, update, delete on all tables in schema catalogue to motcua_app;
revoke update, delete on catalogue.procedure_version from motcua_app;
