create table messages.taken (
    message_id uuid primary key,
    print text not null,
    taken_at timestamptz not null,
    stands_for uuid
);
comment on table messages.taken is 'Tin mà cổng tin nhắn đã nhận trước khi cơ sở dữ liệu được khôi phục về lúc sớm hơn.'
    ' Each stands for one message that would be sent again.';
create index taken_print on messages.taken (print) where stands_for is null;
grant select, insert, update on messages.taken to motcua_app;
