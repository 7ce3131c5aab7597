create schema if not exists forms;

create table forms.form_version (
    code text not null,
    version int not null check (version > 0),
    definition jsonb not null,
    digest text not null,
    published_at timestamptz not null,
    primary key (code, version)
);
comment on table forms.form_version is 'Biểu mẫu đã công bố. A version is frozen: the application may only add.';

grant usage on schema forms to motcua_app;
grant select, insert on all tables in schema forms to motcua_app;
