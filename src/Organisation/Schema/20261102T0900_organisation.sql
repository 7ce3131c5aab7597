create schema if not exists organisation;

create table organisation.administrative_unit (
    era text not null,
    code text not null,
    name text not null,
    full_name text not null,
    type text not null check (type in ('tinh', 'thanh_pho', 'thanh_pho_thuoc_tinh', 'thi_xa', 'quan', 'huyen', 'xa', 'phuong', 'thi_tran', 'dac_khu')),
    level int not null check (level between 1 and 3),
    parent_code text,
    name_search text not null,
    valid_from date,
    valid_to date,
    centroid_lat numeric(9, 6),
    centroid_lon numeric(9, 6),
    area_km2_derived numeric(12, 2),
    source text,
    confidence text,
    note text,
    primary key (era, code),
    check (valid_to is null or valid_from is null or valid_from <= valid_to)
);
comment on table organisation.administrative_unit is 'Đơn vị hành chính. One row per era; a district exists only where the data has one.';
create index administrative_unit_name on organisation.administrative_unit using gin (platform.fold(full_name) gin_trgm_ops);

create table organisation.administrative_unit_change (
    change_date date not null,
    old_code text not null,
    old_full_name text not null,
    old_district_code text,
    old_district_name text,
    old_province_code text,
    new_code text not null,
    new_full_name text not null,
    share text not null check (share in ('whole', 'part')),
    decision text,
    clause text,
    confidence text,
    note text,
    primary key (change_date, old_code, new_code)
);
create index administrative_unit_change_name on organisation.administrative_unit_change using gin (platform.fold(old_full_name) gin_trgm_ops);

-- As published; organisation.agency is derived from it with dates.
create table organisation.agency_source (
    agency_code text primary key,
    name text not null,
    short_name text not null,
    kind text not null,
    level int not null,
    parent_agency_code text,
    admin_unit_code text,
    qcvn102_code text,
    address text,
    address_kind text,
    phone text,
    fax text,
    website text,
    address_source text,
    successor_2025 text,
    source text,
    confidence text,
    note text
);

create table organisation.agency (
    code text not null,
    valid_from date not null,
    valid_to date,
    name text not null,
    short_name text not null,
    kind text not null,
    level int not null,
    parent_code text,
    admin_unit_code text,
    unit_code text not null,
    unit_code_verified boolean not null default false,
    address text,
    phone text,
    website text,
    successor_code text,
    generated boolean not null default false,
    primary key (code, valid_from),
    exclude using gist (code with =, daterange(valid_from, valid_to, '[]') with &&)
);
comment on column organisation.agency.unit_code is 'In front of dossier codes (H12 for the province, dotted below).';
create index agency_unit on organisation.agency (admin_unit_code, kind);

create table organisation.office (
    code text not null,
    valid_from date not null,
    valid_to date,
    name text not null,
    kind text not null check (kind in ('serviceCentre', 'communeCentre', 'oneStop', 'supportPoint')),
    agency_code text not null,
    admin_unit_code text,
    address text,
    phone text,
    generated boolean not null default false,
    primary key (code, valid_from),
    exclude using gist (code with =, daterange(valid_from, valid_to, '[]') with &&)
);
comment on table organisation.office is 'Bộ phận Một cửa, trung tâm phục vụ hành chính công, điểm hỗ trợ.';
create index office_agency on organisation.office (agency_code);

create table organisation.office_hours (
    office_code text not null,
    valid_from date not null,
    valid_to date,
    opens_at time not null,
    closes_at time not null check (closes_at > opens_at),
    primary key (office_code, valid_from, opens_at)
);

create table organisation.position (
    id uuid primary key,
    account_id uuid not null,
    agency_code text not null,
    office_code text,
    role text not null check (role in ('receivingOfficer', 'specialist', 'leader', 'registrar', 'procedureOfficer', 'administrator')),
    valid_from date not null,
    valid_to date,
    check (valid_to is null or valid_from <= valid_to),
    exclude using gist (account_id with =, agency_code with =, (coalesce(office_code, '')) with =, role with =,
        daterange(valid_from, valid_to, '[]') with &&)
);
comment on table organisation.position is 'Vị trí công tác của một tài khoản, có hiệu lực theo ngày.';
create index position_account on organisation.position (account_id);
create index position_agency on organisation.position (agency_code, role);

create table organisation.holiday (
    date date primary key,
    weekday text not null,
    name text not null,
    kind text not null check (kind in ('holiday', 'compensatory_day_off', 'swapped_day_off', 'makeup_working_day')),
    swap_with date,
    decision text not null,
    confidence text
);

create table organisation.calendar_year (
    year int primary key,
    status text not null check (status in ('official', 'provisional')),
    basis text
);

grant usage on schema organisation to motcua_app;
grant select, insert, update, delete on all tables in schema organisation to motcua_app;
