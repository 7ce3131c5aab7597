create schema if not exists dossiers;

create table dossiers.draft (
    id uuid primary key,
    token_hash bytea not null unique,
    account_id uuid,
    procedure_code text not null,
    procedure_version_id uuid not null,
    form_code text not null,
    form_version int not null,
    office_code text,
    answers jsonb not null default '{}',
    progress jsonb not null default '{}',
    created_at timestamptz not null,
    saved_at timestamptz not null,
    expires_at timestamptz not null,
    dossier_id uuid,
    version int not null default 0
);
comment on table dossiers.draft is 'Bản nháp: kept on the server after each page. The token is stored only as a hash.';
create index draft_account on dossiers.draft (account_id, saved_at) where account_id is not null and dossier_id is null;
create index draft_expiry on dossiers.draft (expires_at) where dossier_id is null;

create table dossiers.dossier (
    id uuid primary key,
    code text not null unique,
    short_code text not null unique,
    tracking_token text not null unique,
    draft_id uuid unique,
    procedure_code text not null,
    procedure_version_id uuid not null,
    procedure_name text not null,
    channel text not null check (channel in ('counter', 'online', 'post')),
    status text not null,
    intake_office text not null,
    intake_agency text not null,
    competent_agency text not null,
    competent_agency_name text not null,
    holder_unit text not null,
    holder_name text,
    submitted_by uuid,
    owner_kind text not null check (owner_kind in ('person', 'organisation')),
    owner_number text,
    owner_name text not null,
    owner_name_folded text not null generated always as (platform.fold(owner_name)) stored,
    submitter_name text not null,
    submitter_number text,
    phone text,
    email text,
    second_factors text[] not null default '{}',
    form_code text not null,
    form_version int not null,
    answers jsonb not null,
    return_method text not null default 'counter',
    submitted_at timestamptz not null,
    received_at timestamptz,
    due_at timestamptz,
    original_due_at timestamptz,
    due_provisional boolean not null default false,
    paused_at timestamptz,
    finished_at timestamptz,
    returned_at timestamptz,
    closing_reason text,
    fee_vnd bigint,
    version int not null default 0
);
comment on table dossiers.dossier is 'Hồ sơ. Its code is printed and guessable, so it is never a key to anything.';
-- Lists of the desk: what arrived and waits for reception, oldest first.
create index dossier_arrivals on dossiers.dossier (intake_office, submitted_at, id) where status = 'submitted';
create index dossier_ready on dossiers.dossier (intake_office, finished_at, id) where status = 'done';
create index dossier_owner on dossiers.dossier (owner_kind, owner_number, submitted_at desc);
create index dossier_submitter on dossiers.dossier (submitted_by, submitted_at desc) where submitted_by is not null;
-- Search by applicant without marks, inside one's own agency; recent first.
create index dossier_name on dossiers.dossier using gin (owner_name_folded gin_trgm_ops);

create table dossiers.code_counter (
    unit_code text not null,
    day date not null,
    last int not null,
    primary key (unit_code, day)
);

create table dossiers.component (
    id uuid primary key,
    dossier_id uuid not null references dossiers.dossier,
    seq int not null,
    paper_key text not null,
    name text not null,
    paper_type text,
    required boolean not null,
    kind text not null,
    state text not null check (state in ('missing', 'have', 'vault', 'notNeeded')),
    originals int not null default 0,
    copies int not null default 0,
    grant_id uuid,
    note text,
    unique (dossier_id, seq)
);
comment on table dossiers.component is 'Thành phần hồ sơ: one required paper in one dossier.';

create table dossiers.attachment (
    id uuid primary key,
    draft_id uuid,
    dossier_id uuid,
    paper_key text not null,
    sha256 text not null,
    file_name text not null,
    media_type text not null,
    size bigint not null,
    pages int not null,
    origin text not null check (origin in ('upload', 'scan', 'vault')),
    paper_id uuid,
    paper_code text,
    uploaded_at timestamptz not null,
    check (draft_id is not null or dossier_id is not null)
);
create index attachment_draft on dossiers.attachment (draft_id) where draft_id is not null;
create index attachment_dossier on dossiers.attachment (dossier_id) where dossier_id is not null;

create table dossiers.clock_entry (
    id uuid primary key,
    dossier_id uuid not null references dossiers.dossier,
    seq int not null,
    kind text not null check (kind in ('start', 'pause', 'resume', 'extend', 'stop')),
    at timestamptz not null,
    due_at timestamptz,
    reason text,
    legal_basis text,
    actor_name text not null,
    unique (dossier_id, seq)
);
comment on table dossiers.clock_entry is 'Sổ tính thời hạn: append-only.';

create table dossiers.hand_over (
    id uuid primary key,
    dossier_id uuid not null references dossiers.dossier,
    seq int not null,
    at timestamptz not null,
    from_name text not null,
    from_unit text not null,
    to_name text,
    to_unit text not null,
    step_name text not null,
    outcome text not null,
    note text,
    unique (dossier_id, seq)
);
comment on table dossiers.hand_over is 'Chuyển, bàn giao hồ sơ: each one a row, from, to, time.';

create table dossiers.supplement_request (
    id uuid primary key,
    dossier_id uuid not null references dossiers.dossier,
    no int not null,
    items jsonb not null,
    reason text not null,
    requested_at timestamptz not null,
    requested_by text not null,
    answered_at timestamptz,
    unique (dossier_id, no)
);
comment on table dossiers.supplement_request is 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ.';

create table dossiers.opinion (
    id uuid primary key,
    dossier_id uuid not null references dossiers.dossier,
    at timestamptz not null,
    author_id uuid,
    author_name text not null,
    kind text not null check (kind in ('appraisal', 'proposal', 'question', 'answer', 'note')),
    text text not null
);
create index opinion_dossier on dossiers.opinion (dossier_id, at);

grant usage on schema dossiers to motcua_app;
grant select, insert, update, delete on dossiers.draft, dossiers.attachment to motcua_app;
grant select, insert, update on dossiers.dossier, dossiers.code_counter, dossiers.component, dossiers.supplement_request to motcua_app;
grant select, insert on dossiers.clock_entry, dossiers.hand_over, dossiers.opinion to motcua_app;
