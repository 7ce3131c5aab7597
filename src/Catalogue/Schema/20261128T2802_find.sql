-- Procedures are found by the fold of every list: "đăng kí kết hôn", "mĩ thuật".
alter table catalogue.procedure
    drop column title_folded, drop column name_folded, drop column everyday_folded, drop column search_folded;
alter table catalogue.procedure
    add column title_folded text generated always as (platform.find_fold(plain_title)) stored,
    add column name_folded text generated always as (platform.find_fold(name)) stored,
    add column everyday_folded text generated always as (platform.find_fold(everyday)) stored,
    add column search_folded text generated always as (platform.find_text(plain_title || ' | ' || name || ' | ' || everyday || ' | ' || field || ' | ' || code || ' | ' || coalesce(alias, ''))) stored;
create index procedure_search on catalogue.procedure using gin (search_folded gin_trgm_ops);
