-- Phương án sắp xếp đơn vị: made by one administrator, approved by another, in force from its day on.
create table organisation.reorganisation (
    id uuid primary key,
    number int not null unique,
    kind text not null check (kind in ('rename', 'transfer', 'merge')),
    state text not null check (state in ('draft', 'approved', 'applied', 'withdrawn')),
    units text[] not null check (cardinality(units) > 0),
    effective date,
    body jsonb not null,
    revision int not null,
    hands uuid[] not null,
    made_by text not null,
    made_at timestamptz not null,
    approved_by text,
    approved_by_id uuid,
    approved_at timestamptz,
    applied_at timestamptz,
    withdrawn_by text,
    withdrawn_at timestamptz,
    problem text,
    check (approved_by_id is null or not approved_by_id = any(hands)),
    check (state not in ('approved', 'applied') or approved_by_id is not null and effective is not null)
);
comment on table organisation.reorganisation is 'Sắp xếp đơn vị: what it names are the units of the day before; what came of it are dated rows.';
comment on column organisation.reorganisation.problem is 'Why it could not be put in force on its day; null: nothing stands in the way.';
create index reorganisation_open on organisation.reorganisation (effective) where state in ('draft', 'approved');
grant select, insert, update on organisation.reorganisation to motcua_app;

-- Whose files an agency or an office answers for after a reorganisation, however many there were: read at each request of an official.
create table organisation.former_code (
    code text not null,
    heir text not null,
    primary key (heir, code)
);
comment on table organisation.former_code is 'Mã cũ và nơi kế tục, of agencies and of offices; every heir of an heir has its own row.';
grant select, insert on organisation.former_code to motcua_app;

-- A position that goes on in another unit is the same line of work: whoever is signed in stays signed in.
create table organisation.continued_position (
    position_id uuid primary key references organisation.position,
    line uuid not null
);
comment on table organisation.continued_position is 'Vị trí giao lại sau sắp xếp, and the one with which it began.';
grant select, insert on organisation.continued_position to motcua_app;
