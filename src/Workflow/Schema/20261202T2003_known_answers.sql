-- What conditions may look at is kept as it was when the drawing was judged: a form of a later day changes nothing for it.
alter table workflow.drawn_process add column known jsonb not null default '[]';
comment on column workflow.drawn_process.known is 'Platform.Expressions.KnownValue of the form, written with the approval.';

create function workflow.drawn_process_knows() returns trigger language plpgsql as $$
begin
    if old.approved_at is not null and new.known is distinct from old.known then
        raise exception 'Quy trình % bản % đã duyệt nên không sửa được', old.procedure_code, old.version using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger drawn_process_knows before update on workflow.drawn_process for each row execute function workflow.drawn_process_knows();
