create schema if not exists papers;

create table papers.paper (
    id uuid primary key,
    code text not null unique,
    owner_kind text,
    owner_number text,
    paper_type text not null,
    title text not null,
    sha256 text not null,
    media_type text not null,
    size bigint not null,
    pages int not null,
    kind text not null,
    origin text not null check (origin in ('upload', 'scan', 'result')),
    number text,
    issued_on date,
    valid_to date,
    issuer text,
    fields jsonb not null default '{}',
    dossier_id uuid,
    dossier_code text,
    digitised_by text,
    digitised_at timestamptz not null
);
comment on table papers.paper is 'Giấy tờ đã số hóa: found by its code and its owner.';
create index paper_owner on papers.paper (owner_kind, owner_number, paper_type);
create index paper_dossier on papers.paper (dossier_id);

create table papers.code_counter (
    owner text not null,
    paper_type text not null,
    last int not null,
    primary key (owner, paper_type)
);

create table papers.scan (
    id uuid primary key,
    dossier_id uuid not null,
    sha256 text not null,
    media_type text not null,
    pages int not null,
    state text not null check (state in ('waiting', 'ready', 'noOcr', 'failed')),
    problem text,
    page_files jsonb not null default '[]',
    text jsonb not null default '[]',
    uploaded_by text not null,
    uploaded_at timestamptz not null,
    closed_at timestamptz
);
comment on table papers.scan is 'Lô quét: pages waiting to be split to papers at the scan station.';
create index scan_dossier on papers.scan (dossier_id) where closed_at is null;

create table papers.result (
    id uuid primary key,
    dossier_id uuid not null,
    dossier_code text not null,
    procedure_code text not null,
    paper_type text not null,
    result_paper_code text,
    title text not null,
    number text,
    agency_code text not null,
    agency_name text not null,
    owner_kind text not null,
    owner_number text,
    owner_name text not null,
    content jsonb not null,
    state text not null check (state in ('draft', 'submitted', 'signed', 'released', 'recalled')),
    draft_sha256 text,
    signed_sha256 text,
    verify_token text not null unique,
    drafted_by text not null,
    drafted_at timestamptz not null,
    signer_id uuid,
    signer_name text,
    signer_title text,
    signed_at timestamptz,
    certificate_serial text,
    released_at timestamptz,
    valid_to date,
    corrects uuid references papers.result,
    version int not null default 0
);
comment on table papers.result is 'Kết quả giải quyết. Never edited after release; corrected by a new one.';
create unique index result_current on papers.result (dossier_id) where state <> 'recalled';
create index result_to_sign on papers.result (agency_code, drafted_at) where state = 'submitted';
create index result_sha on papers.result (signed_sha256) where signed_sha256 is not null;

-- Released results have no update path, whoever asks.
create function papers.result_is_frozen() returns trigger language plpgsql as $$
begin
    if old.state in ('released', 'recalled') then
        raise exception 'Kết quả % đã phát hành nên không sửa được', old.number using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger result_frozen before update on papers.result for each row execute function papers.result_is_frozen();

create table papers.number_book (
    agency_code text not null,
    kind text not null,
    year int not null,
    last int not null,
    primary key (agency_code, kind, year)
);
comment on table papers.number_book is 'Sổ cấp số: gap-free, allocated in the transaction that numbers the paper.';

create table papers.signing_key (
    id uuid primary key,
    account_id uuid not null,
    subject text not null,
    protected_key bytea not null,
    chain bytea[] not null,
    serial text not null,
    not_before timestamptz not null,
    not_after timestamptz not null,
    created_at timestamptz not null
);
create index signing_key_account on papers.signing_key (account_id, not_after desc);

create table papers.signing_intent (
    id uuid primary key,
    result_id uuid not null references papers.result,
    sha256 text not null,
    signer_id uuid not null,
    at timestamptz not null
);
comment on table papers.signing_intent is 'Exactly what will be signed, written before it is signed: a signature without it cannot exist.';

grant usage on schema papers to motcua_app;
grant select, insert, update on papers.code_counter, papers.scan, papers.result, papers.number_book to motcua_app;
grant select, insert on papers.paper, papers.signing_key, papers.signing_intent to motcua_app;
