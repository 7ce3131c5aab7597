alter table dossiers.dossier
    add column representative jsonb check (representative ->> 'kind' in ('authorised', 'guardian', 'legal') and length(representative ->> 'name') > 0),
    add column support_point text,
    add column support_point_name text,
    add check ((support_point is null) = (support_point_name is null));
comment on column dossiers.dossier.representative is 'Người đại diện, được ủy quyền as declared at filing: kind, name, number, phone, paper. Null: the owner acts.';
comment on column dossiers.dossier.support_point is 'Điểm hỗ trợ that helped to file, beside the office that took the dossier in and the agency that decides.';
