create table papers.paper_template (
    id uuid primary key,
    form_set text not null,
    kind text not null,
    number text,
    title text not null,
    legal_basis text not null,
    valid_from date not null,
    version int not null,
    state text not null check (state in ('draft', 'published')),
    origin text not null check (origin in ('product', 'office')),
    sha256 text not null,
    content bytea not null,
    made_by text not null,
    made_at timestamptz not null,
    published_by text,
    published_at timestamptz,
    unique (form_set, kind, version)
);
comment on table papers.paper_template is 'Mẫu giấy tờ: one dated version of one form as a Word file. The version in force on the day of the paper is printed.';
create index paper_template_in_force on papers.paper_template (form_set, kind, valid_from desc, version desc) where state = 'published';

-- What papers were printed with can be shown later: a published version has no update path.
create function papers.template_is_frozen() returns trigger language plpgsql as $$
begin
    if old.state = 'published' then
        raise exception 'Mẫu % đã ban hành nên không sửa được', old.title using errcode = 'restrict_violation';
    end if;
    return coalesce(new, old);
end $$;
create trigger template_frozen before update or delete on papers.paper_template for each row execute function papers.template_is_frozen();

grant select, insert, update, delete on papers.paper_template to motcua_app;
