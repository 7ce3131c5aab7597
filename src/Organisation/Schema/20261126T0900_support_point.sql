create table organisation.support_point (
    code text not null,
    name text not null,
    admin_unit_code text not null,
    address text,
    phone text,
    valid_from date not null,
    valid_to date,
    source text not null,
    confidence text,
    note text,
    primary key (code, valid_from),
    exclude using gist (code with =, daterange(valid_from, valid_to, '[]') with &&)
);
comment on table organisation.support_point is 'Điểm hỗ trợ: where people are helped to file; from support-points.csv.';
grant select, insert, update, delete on organisation.support_point to motcua_app;

alter table organisation.office
    drop constraint office_kind_check,
    add constraint office_kind_check check (kind in ('serviceCentre', 'communeCentre', 'oneStop'));
