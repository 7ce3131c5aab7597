create table dossiers.consultation (
    id uuid primary key,
    dossier_id uuid not null references dossiers.dossier,
    no int not null check (no > 0),
    task_id uuid not null,
    step_name text not null,
    agency text not null,
    agency_name text not null,
    office text,
    question text not null check (length(btrim(question)) > 0),
    legal_basis text not null check (length(btrim(legal_basis)) > 0),
    term_unit text not null check (term_unit in ('workingDay', 'hour')),
    term_value numeric not null check (term_value > 0),
    rule_set_id uuid not null,
    papers text[] not null,
    shows_form boolean not null,
    asked_by_id uuid,
    asked_by text not null,
    asked_at timestamptz not null,
    due_at timestamptz not null,
    state text not null check (state in ('open', 'answered', 'withdrawn', 'passedOver')),
    closed_at timestamptz,
    version int not null,
    unique (dossier_id, no),
    check ((state = 'open') = (closed_at is null))
);
comment on table dossiers.consultation is 'Lấy ý kiến, phối hợp: a question of the step that is open to another agency, with a clock of its own. Several may run at once.';
comment on column dossiers.consultation.office is 'One-stop office of the asked agency whose hours count; null: the usual hours.';
comment on column dossiers.consultation.papers is 'Papers of the dossier that the asked agency may open while the request is open.';
comment on column dossiers.consultation.rule_set_id is 'Bộ quy định of the day of asking.';
create index consultation_waiting on dossiers.consultation (agency, due_at, id) where closed_at is null;
create index consultation_closed on dossiers.consultation (agency, closed_at, id) where closed_at is not null;
grant select, insert, update on dossiers.consultation to motcua_app;

create table dossiers.consultation_entry (
    consultation_id uuid not null references dossiers.consultation,
    seq int not null check (seq > 0),
    dossier_id uuid not null references dossiers.dossier,
    kind text not null check (kind in ('asked', 'calendar', 'answered', 'withdrawn', 'passedOver')),
    at timestamptz not null,
    due_at timestamptz not null,
    calendar_version int,
    stance text check (stance in ('agree', 'disagree', 'opinion')),
    silence_agrees boolean,
    text text,
    legal_basis text,
    actor_id uuid,
    actor_name text not null,
    primary key (consultation_id, seq),
    check ((kind = 'asked') = (seq = 1)),
    check ((kind in ('asked', 'calendar')) = (calendar_version is not null)),
    check ((kind = 'answered') = (stance is not null)),
    check ((kind = 'passedOver') = (silence_agrees is not null)),
    check (kind not in ('withdrawn', 'passedOver') or length(btrim(text)) > 0),
    -- Silence is agreement only where a rule says so.
    check (silence_agrees is not true or length(btrim(legal_basis)) > 0)
);
comment on table dossiers.consultation_entry is 'Sổ của một lần lấy ý kiến: nothing in it changes; the due time and the state follow from it.';
grant select, insert on dossiers.consultation_entry to motcua_app;

alter table dossiers.timer
    drop constraint timer_kind_check,
    add constraint timer_kind_check check (kind in ('unanswered', 'unansweredLong', 'stepSilent', 'stepLate', 'dueSoon', 'dueToday', 'overdue', 'still', 'consultationLate'));
