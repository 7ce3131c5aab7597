alter table vault.reading
    add fact_id uuid,
    add salt uuid;
comment on column vault.reading.fact_id is 'Sự kiện bảo chứng cho dòng này: data.read/1 in stream reading/<fact_id>; null in rows of before there was one.';
