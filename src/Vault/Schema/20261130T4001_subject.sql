alter table vault.item
    add subject_name text,
    add subject_number text,
    add subject_born text;
comment on column vault.item.subject_name is
    'Người mà giấy tờ nói về, who need not be whose vault it lies in; null: nobody said, and it is offered to nobody by itself (decision 0048).';
comment on column vault.item.subject_number is 'Personal number or tax code, where the form knew one.';
comment on column vault.item.subject_born is 'A day, or a year alone, as the form said it.';
