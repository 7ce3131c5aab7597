-- Days off that the law itself fixes by the solar calendar: they are skipped also in a year whose notice is not out yet. Tết
-- Nguyên đán, Giỗ Tổ and the day beside Quốc khánh stand in the notice alone.
create table organisation.statutory_day (
    month int not null check (month between 1 and 12),
    day int not null check (day between 1 and 31),
    name text not null,
    valid_from date not null,
    valid_to date,
    basis text not null,
    primary key (month, day, valid_from)
);
comment on table organisation.statutory_day is 'Ngày nghỉ lễ luật định theo dương lịch, có hiệu lực theo ngày.';
grant select, insert, update, delete on organisation.statutory_day to motcua_app;
